import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import type { Store } from '@oauth/core';
import { migrate, sqliteStore } from '@oauth/store-sqlite';

/** A database file that belongs to one test. */
export interface TemporaryFile {
  readonly path: string;
  /** A store on a connection of its own. */
  readonly open: () => Store;
  /** Changes a row to what is no record. */
  readonly damage: (id: string) => void;
  /** Opens another connection, for statements that the store does not run. */
  readonly connect: () => Database.Database;
  readonly remove: () => void;
}

/** A file with an empty table. */
export function temporaryFile(): TemporaryFile {
  const file = emptyFile();
  migrate(file.connect());
  return file;
}

/** A file without a table. */
export function emptyFile(): TemporaryFile {
  const folder = mkdtempSync(join(tmpdir(), 'store-sqlite-'));
  const path = join(folder, 'oauth.db');
  const connections: Database.Database[] = [];
  const connect = (): Database.Database => {
    const database = new Database(path);
    database.exec('PRAGMA synchronous = OFF');
    connections.push(database);
    return database;
  };
  // More than `normal` serves only for power failures, of which no test has one.
  const open = (): Store => sqliteStore(connect(), { synchronous: 'normal' });
  const close = (): void => {
    for (const database of connections.splice(0)) database.close();
  };
  return {
    path,
    connect,
    open,
    damage(id) {
      connect().prepare("UPDATE oauth_records SET data = '[]' WHERE id = ?").run(id);
    },
    remove() {
      close();
      rmSync(folder, { recursive: true });
    },
  };
}
