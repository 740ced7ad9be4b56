import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServer, type Store } from '@oauth/core';
import { defineGrant } from '@oauth/core/plugin';
import { recordEvents, testClient } from '@oauth/testing';
import { insert, record } from '../test/records.js';
import { temporaryFile, type TemporaryFile } from '../test/temporary-file.js';
import { sqliteStore } from './index.js';

let file: TemporaryFile;
beforeEach(() => (file = temporaryFile()));
afterEach(() => file.remove());

const calls: Readonly<Record<string, (store: Store) => unknown>> = {
  get: (store) => store.get('a'),
  commit: (store) => store.commit([insert(record(9e9))]),
  revoke: (store) => store.revoke({ clientId: 'app' }),
  purge: (store) => store.purge(1, 1),
};

describe('a database that cannot answer', () => {
  it.each(Object.keys(calls))('makes %s throw', async (name) => {
    const store = file.open();
    file.connect().exec('DROP TABLE oauth_records');
    await expect((async () => calls[name]?.(store))()).rejects.toThrow();
  });

  it('is server_error on the wire, and the cause is the operator’s', async () => {
    const database = file.connect();
    const events = recordEvents();
    const server = createServer({
      issuer: 'https://as.example',
      clients: [{ client_id: 'app', token_endpoint_auth_method: 'none', grant_types: ['any'] }],
      store: sqliteStore(database),
      plugins: [
        defineGrant({
          name: 'any',
          grants: { any: { clients: 'any', handle: () => ({ scope: [] }) } },
        }),
      ],
      onEvent: events.onEvent,
    });
    const app = testClient(server, { client_id: 'app' });
    expect((await app.token({ grant_type: 'any' })).status).toBe(200);
    database.exec('DROP TABLE oauth_records');
    const { status, body, text } = await app.token({ grant_type: 'any' });
    expect({ status, error: body['error'] }).toEqual({ status: 500, error: 'server_error' });
    expect(text).not.toMatch(/sqlite|database|token"/i);
    expect(events.all.at(-1)).toMatchObject({ reason: 'server.unexpected' });
  });
});

describe('a commit that fails', () => {
  it('stores nothing when another process holds the lock too long', () => {
    const store = sqliteStore(file.connect(), { busyTimeout: 1 });
    const other = file.connect();
    const one = record(9e9);
    other.exec('BEGIN IMMEDIATE');
    expect(() => store.commit([insert(one)])).toThrow(/locked/);
    other.exec('COMMIT');
    expect(store.get(one.id)).toBe(undefined);
    expect(store.commit([insert(one)])).toEqual({ committed: true });
  });

  it('stores nothing when the disk is full, and goes on when there is room', () => {
    const database = file.connect();
    const store = sqliteStore(database);
    const code = record(9e9);
    void store.commit([insert(code)]);
    database.exec('PRAGMA max_page_count = 1');
    const { grantId } = code;
    const scope = 'x'.repeat(100_000);
    const large = record(9e9, { grantId, data: { scope, issuedAt: 1 } });
    const redemption = [
      { type: 'update', record: { ...code, version: 1 } } as const,
      insert(record(9e9, { grantId })),
      insert(large),
    ];
    expect(() => store.commit(redemption)).toThrow(/full/);
    expect(store.get(code.id)).toEqual(code);
    expect(store.get(large.id)).toBe(undefined);
    database.exec('PRAGMA max_page_count = 100000');
    expect(store.commit(redemption)).toEqual({ committed: true });
  });

  it('stores nothing when one of its ids is taken', () => {
    const store = file.open();
    const [one, other] = [record(9e9), record(9e9)];
    void store.commit([insert(one)]);
    expect(() => store.commit([insert(other), insert(one)])).toThrow(/UNIQUE/);
    expect(store.get(other.id)).toBe(undefined);
  });

  it('leaves a transaction alone that the app has open on the same connection', () => {
    const database = file.connect();
    const store = sqliteStore(database);
    database.exec('BEGIN; CREATE TABLE mine (a); INSERT INTO mine VALUES (1)');
    expect(() => store.commit([insert(record(9e9))])).toThrow(/transaction/);
    database.exec('COMMIT');
    expect(database.prepare('SELECT a FROM mine').all().length).toBe(1);
  });
});

describe('rows of the wrong shape fail closed', () => {
  it.each([
    "data = ''",
    "data = '[]'",
    `data = '{"scope":"a"}'`,
    `data = '{"scope":1,"issuedAt":1}'`,
    "kind = 'a\\'",
    "grant_id = 'another'",
    'expires_at = 9e999',
  ])('%s', (change) => {
    const store = file.open();
    const one = record(9e9);
    void store.commit([insert(one)]);
    file.connect().exec(`UPDATE oauth_records SET ${change}`);
    expect(() => store.get(one.id)).toThrow('The table holds a row that is no record');
  });
});
