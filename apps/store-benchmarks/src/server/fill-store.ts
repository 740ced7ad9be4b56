import { createHash } from 'node:crypto';
import type { Change, Store, StoredRecord } from '@oauth/core';
import { createRandomText } from '../random.js';
import { clientId, issuer, scope } from './benchmark-server.js';

/** A grant at rest whose tokens are known. */
export interface KnownGrant {
  accessToken: string;
  refreshToken: string;
}

/** Whether the grants that fill a store are live or expired. */
export type GrantState = 'live' | 'expired';

const now = Math.floor(Date.now() / 1000);

/** A grant's records as core makes them, with the tokens they belong to. */
function createGrant(
  subject: string,
  state: GrantState,
): KnownGrant & { readonly records: readonly StoredRecord[] } {
  const grantId = createRandomText(12);
  const accessToken = grantId + createRandomText(32);
  const refreshToken = grantId + createRandomText(32);
  const createRecord = (
    token: string,
    kind: string,
    lifetime: number,
    more = {},
  ): StoredRecord => ({
    id: grantId + createHash('sha256').update(`${issuer} ${token}`).digest('base64url'),
    version: 0,
    kind,
    grantId,
    clientId,
    subject,
    // Spread over the lifetime, as if the grants had been issued one after another.
    expiresAt:
      now + Math.floor(Math.random() * lifetime) + (state === 'live' ? lifetime : -lifetime),
    data: { scope, issuedAt: now, ...more },
  });
  const access = createRecord(accessToken, 'access_token', 7200);
  const refresh = createRecord(refreshToken, 'refresh_token', 1_296_000, {
    until: now + 15_552_000,
  });
  return { accessToken, refreshToken, records: [access, refresh] };
}

/** How a kind of store is filled fastest. */
export interface FillOptions {
  /** Grants in a commit; 1 for stores that commit one grant's records only. */
  readonly batch: number;
  /** Commits at the same time. */
  readonly inFlight: number;
}

/** Stores grants of two tokens each, ten for each user; resolves to a thousand of them. */
export async function fillStore(
  store: Store,
  grants: number,
  { batch, inFlight }: FillOptions,
  state: GrantState = 'live',
): Promise<readonly KnownGrant[]> {
  const every = Math.ceil(grants / 1000);
  const known: KnownGrant[] = [];
  let stored = 0;
  const worker = async (): Promise<void> => {
    while (stored < grants) {
      const changes: Change[] = [];
      for (let count = 0; count < batch && stored < grants; count += 1) {
        const { records, ...tokens } = createGrant(
          `user-${stored % Math.ceil(grants / 10)}`,
          state,
        );
        if (stored % every === 0) known.push(tokens);
        for (const record of records) changes.push({ type: 'insert', record });
        stored += 1;
      }
      await store.commit(changes);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return known;
}
