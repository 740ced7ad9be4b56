import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServer, type Store } from '@oauth/core';
import { defineGrant } from '@oauth/core/plugin';
import { insert, recordEvents, recordMaker, testClient } from '@oauth/testing';
import { temporaryFile, type TemporaryFile } from '../test/temporary-file.js';
import { sqliteStore } from './index.js';

const newRecord = recordMaker(9e9);

let file: TemporaryFile;
beforeEach(() => (file = temporaryFile()));
afterEach(() => file.remove());

const calls: Readonly<Record<string, (store: Store) => unknown>> = {
  get: (store) => store.get('a'),
  commit: (store) => store.commit([insert(newRecord())]),
  revoke: (store) => store.revoke({ clientId: 'app' }),
  purge: (store) => store.purge(1, 1),
  list: (store) => store.list?.({ clientId: 'app' }, { limit: 1 }),
};

describe('a database that cannot answer', () => {
  it.each(Object.keys(calls))('makes %s throw instead of finding nothing', async (name) => {
    const store = file.open();
    file.connect().exec('DROP TABLE oauth_records');
    await expect((async () => calls[name]?.(store))()).rejects.toThrow();
  });

  it('is server_error for the client, and its cause is for the operator only', async () => {
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
  it('stores nothing when another process holds the lock for too long', () => {
    const store = sqliteStore(file.connect(), { busyTimeoutMs: 1 });
    const other = file.connect();
    const record = newRecord();
    other.exec('BEGIN IMMEDIATE');
    expect(() => store.commit([insert(record)])).toThrow(/locked/);
    other.exec('COMMIT');
    expect(store.get(record.id)).toBe(undefined);
    expect(store.commit([insert(record)])).toEqual({ committed: true });
  });

  it('stores nothing when the disk is full, and can be repeated when there is room', () => {
    const database = file.connect();
    const store = sqliteStore(database);
    const code = newRecord();
    void store.commit([insert(code)]);
    database.exec('PRAGMA max_page_count = 1');
    const { grantId } = code;
    const scope = 'x'.repeat(100_000);
    const large = newRecord({ grantId, data: { scope, issuedAt: 1 } });
    const redemption = [
      { type: 'update', record: { ...code, version: 1 } } as const,
      insert(newRecord({ grantId })),
      insert(large),
    ];
    expect(() => store.commit(redemption)).toThrow(/full/);
    expect(store.get(code.id)).toEqual(code);
    expect(store.get(large.id)).toBe(undefined);
    database.exec('PRAGMA max_page_count = 100000');
    expect(store.commit(redemption)).toEqual({ committed: true });
  });

  it('stores nothing, and loses, when one of its ids is taken', () => {
    const store = file.open();
    const [taken, free] = [newRecord(), newRecord()];
    void store.commit([insert(taken)]);
    const lost = { committed: false, lost: taken.id };
    expect(store.commit([insert(free), insert(taken)])).toEqual(lost);
    expect(store.get(free.id)).toBe(undefined);
  });

  it('does not end a transaction that the app has open on the same connection', () => {
    const database = file.connect();
    const store = sqliteStore(database);
    database.exec('BEGIN; CREATE TABLE app (a); INSERT INTO app VALUES (1)');
    expect(() => store.commit([insert(newRecord())])).toThrow(/transaction/);
    database.exec('COMMIT');
    expect(database.prepare('SELECT a FROM app').all().length).toBe(1);
  });
});

describe('a row that is no record any more throws', () => {
  it.each([
    "data = ''",
    "data = '[]'",
    `data = '{"scope":"a"}'`,
    `data = '{"scope":1,"issuedAt":1}'`,
    "kind = 'a\\'",
    "grant_id = 'another'",
    'expires_at = 9e999',
  ])('after it was changed to %s', (assignment) => {
    const store = file.open();
    const record = newRecord();
    void store.commit([insert(record)]);
    file.connect().exec(`UPDATE oauth_records SET ${assignment}`);
    expect(() => store.get(record.id)).toThrow('The table holds a row that is no record');
  });
});
