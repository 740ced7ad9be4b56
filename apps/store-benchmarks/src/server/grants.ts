import { createHash, randomBytes } from 'node:crypto';
import type { Change, Store, StoredRecord } from '@oauth/core';
import { clientId, issuer, scope } from './server.js';

/** A grant at rest whose tokens are known. */
export interface KnownGrant {
  accessToken: string;
  refreshToken: string;
}

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');
const now = Math.floor(Date.now() / 1000);

/** Whether what a store is filled with is live, or expired. */
export type State = 'live' | 'expired';

/** Records as core makes them, with the tokens that they are of. */
function grant(
  subject: string,
  state: State,
): KnownGrant & { readonly records: readonly StoredRecord[] } {
  const grantId = random(12);
  const accessToken = grantId + random(32);
  const refreshToken = grantId + random(32);
  const until = now + 15_552_000;
  const record = (token: string, kind: string, lifetime: number, more = {}): StoredRecord => ({
    id: grantId + createHash('sha256').update(`${issuer} ${token}`).digest('base64url'),
    version: 0,
    kind,
    grantId,
    clientId,
    subject,
    // As if they had been issued one after another.
    expiresAt:
      now + Math.floor(Math.random() * lifetime) + (state === 'live' ? lifetime : -lifetime),
    data: { scope, issuedAt: now, ...more },
  });
  const access = record(accessToken, 'access_token', 7200);
  const refresh = record(refreshToken, 'refresh_token', 1_296_000, { until });
  return { accessToken, refreshToken, records: [access, refresh] };
}

/** How a store is filled fastest. */
export interface Filling {
  /** Grants in a commit: more than one only where it need not be one grant's. */
  readonly batch: number;
  readonly inFlight: number;
}

/** Stores live grants of two tokens each, ten to a user; returns a thousand of them. */
export async function fill(
  store: Store,
  grants: number,
  { batch, inFlight }: Filling,
  state: State = 'live',
): Promise<readonly KnownGrant[]> {
  const every = Math.ceil(grants / 1000);
  const known: KnownGrant[] = [];
  let made = 0;
  const worker = async (): Promise<void> => {
    while (made < grants) {
      const changes: Change[] = [];
      for (let count = 0; count < batch && made < grants; count += 1) {
        const { records, ...tokens } = grant(`user-${made % Math.ceil(grants / 10)}`, state);
        if (made % every === 0) known.push(tokens);
        for (const record of records) changes.push({ type: 'insert', record });
        made += 1;
      }
      await store.commit(changes);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return known;
}
