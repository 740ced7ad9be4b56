import { randomBytes } from 'node:crypto';
import type { Change, StoredRecord } from '@oauth/core';

/** A code, and what it is traded for, as core makes them. */
export interface Exchange {
  readonly code: StoredRecord;
  readonly spent: StoredRecord;
  readonly access: StoredRecord;
  readonly refresh: StoredRecord;
}

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

let serial = 0;

/** A new code of one of 10,000 users at one of 10 clients. */
export function newExchange(): Exchange {
  serial += 1;
  const now = Math.floor(Date.now() / 1000);
  const grantId = random(12);
  const record = (kind: string, lifetime: number, more = {}): StoredRecord => ({
    id: grantId + random(32),
    version: 0,
    kind,
    grantId,
    clientId: `client-${serial % 10}`,
    subject: `user-${serial % 10_000}`,
    expiresAt: now + lifetime,
    data: { scope: 'openid profile read', issuedAt: now, details: { auth_time: now }, ...more },
  });
  const redirect = { redirectUri: 'https://app.example/callback', redirectUriGiven: true };
  const challenge = { challenge: random(32), challengeMethod: 'S256' };
  const code = record('authorization_code', 60, { ...redirect, ...challenge });
  return {
    code,
    spent: {
      ...code,
      version: 1,
      expiresAt: now + 86_400,
      data: { ...code.data, spentAt: now },
    },
    access: record('access_token', 3600),
    refresh: record('refresh_token', 2_592_000, { until: now + 15_552_000 }),
  };
}

/** The commit by which core carries out an exchange. */
export function exchangeChanges({ spent, access, refresh }: Exchange): readonly Change[] {
  return [
    { type: 'update', record: spent },
    { type: 'insert', record: access },
    { type: 'insert', record: refresh },
  ];
}
