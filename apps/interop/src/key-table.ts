import type Database from 'libsql';
import { isJsonObject } from '@oauth/core/plugin';
import { rotateKeys, type Rotation, type StoredKey } from '@oauth/token-jwt';

/** The signing keys of all nodes: one row of the database that they share. */
export interface KeyTable {
  readonly read: () => readonly StoredKey[];
  /** Adds the next key, and drops keys that verify no live token any more. */
  readonly rotate: (rotation: Rotation) => Promise<readonly StoredKey[]>;
}

/** Opens the table, and creates it if there is none. */
export function keyTable(database: Database.Database): KeyTable {
  database.exec('CREATE TABLE IF NOT EXISTS signing_keys (id INTEGER PRIMARY KEY, list TEXT)');
  const select = database.prepare('SELECT list FROM signing_keys WHERE id = 1');
  const replace = database.prepare('INSERT OR REPLACE INTO signing_keys VALUES (1, ?)');
  const read = (): readonly StoredKey[] => {
    const row: unknown = select.get();
    const text = isJsonObject(row) ? row['list'] : '[]';
    const list: unknown = JSON.parse(typeof text === 'string' ? text : '');
    if (Array.isArray(list) && list.every(isStoredKey)) return list;
    throw new TypeError('The table signing_keys does not hold a list of keys.');
  };
  return {
    read,
    async rotate(rotation) {
      const keys = await rotateKeys(read(), rotation);
      replace.run(JSON.stringify(keys));
      return keys;
    },
  };
}

function isStoredKey(value: unknown): value is StoredKey {
  return isJsonObject(value) && isJsonObject(value['jwk']) && Number.isFinite(value['activeFrom']);
}
