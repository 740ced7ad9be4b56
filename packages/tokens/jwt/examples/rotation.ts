import { keyRing, rotateKeys, type KeyRing, type StoredKey } from '@oauth/token-jwt';

/** One row that all nodes read: JSON, encrypted at rest, and nobody else's. */
export interface KeyTable {
  read(): Promise<readonly StoredKey[]>;
  write(keys: readonly StoredKey[]): Promise<void>;
}

// #region rotation
const retiredKeyLifetime = 86_400; // at least the lifetime of access tokens

/** On every node. */
export function keysOf(table: KeyTable): KeyRing {
  return keyRing({ load: () => table.read(), retiredKeyLifetime, onError: console.error });
}

/** In one place: before the first start, then each month, or whenever you like. */
export async function rotate(table: KeyTable): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const keys = await table.read();
  await table.write(
    await rotateKeys(keys, { alg: 'ES256', now, publishAhead: 900, retiredKeyLifetime }),
  );
}
// #endregion
