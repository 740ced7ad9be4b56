import type { Change, StoredRecord } from '@oauth/core';
import { createRandomText } from '../random.js';

/** The records of an exchange, as core makes them. */
export interface CodeExchange {
  readonly code: StoredRecord;
  /** The code after the exchange. */
  readonly spent: StoredRecord;
  readonly access: StoredRecord;
  readonly refresh: StoredRecord;
}

let serial = 0;

/** An exchange of a new code, of one of 10,000 users at one of 10 clients. */
export function createCodeExchange(): CodeExchange {
  serial += 1;
  const now = Math.floor(Date.now() / 1000);
  const grantId = createRandomText(12);
  const createRecord = (kind: string, lifetime: number, more = {}): StoredRecord => ({
    id: grantId + createRandomText(32),
    version: 0,
    kind,
    grantId,
    clientId: `client-${serial % 10}`,
    subject: `user-${serial % 10_000}`,
    expiresAt: now + lifetime,
    data: { scope: 'openid profile read', issuedAt: now, details: { auth_time: now }, ...more },
  });
  const redirect = { redirectUri: 'https://app.example/callback', redirectUriGiven: true };
  const challenge = { challenge: createRandomText(32), challengeMethod: 'S256' };
  const code = createRecord('authorization_code', 60, { ...redirect, ...challenge });
  return {
    code,
    spent: {
      ...code,
      version: 1,
      expiresAt: now + 86_400,
      data: { ...code.data, spentAt: now },
    },
    access: createRecord('access_token', 3600),
    refresh: createRecord('refresh_token', 2_592_000, { until: now + 15_552_000 }),
  };
}

/** The commit by which core carries out an exchange. */
export function buildChanges({ spent, access, refresh }: CodeExchange): readonly Change[] {
  return [
    { type: 'update', record: spent },
    { type: 'insert', record: access },
    { type: 'insert', record: refresh },
  ];
}
