import { keyRing, rotateKeys, type KeyRing, type StoredKey } from '@oauth/token-jwt';

/** A row of JSON that all nodes read. Encrypt it at rest, and let no other program read it. */
export interface KeyTable {
  read(): Promise<readonly StoredKey[]>;
  write(keys: readonly StoredKey[]): Promise<void>;
}

// #region rotation
const retiredKeyLifetime = 86_400; // seconds: at least the lifetime of access tokens

/** Call it on every node. */
export function createKeyRing(table: KeyTable): KeyRing {
  return keyRing({ load: () => table.read(), retiredKeyLifetime, onError: console.error });
}

/** Call it in one place: before the first start, and then each month, say. */
export async function rotate(table: KeyTable): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const keys = await table.read();
  await table.write(
    await rotateKeys(keys, { alg: 'ES256', now, prepublishPeriod: 900, retiredKeyLifetime }),
  );
}
// #endregion
