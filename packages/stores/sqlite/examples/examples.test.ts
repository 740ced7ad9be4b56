import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { insert, recordMaker, testClient } from '@oauth/testing';
import { emptyFile, type TemporaryFile } from '../test/temporary-file.js';
import { purgeRegularly, sql } from './maintenance.js';
import { openServer } from './server.js';

const newRecord = recordMaker(9e9);

let file: TemporaryFile;
beforeEach(() => (file = emptyFile()));
afterEach(() => file.remove());

const client = { client_id: 'reports', client_secret: 'a-secret-of-at-least-32-characters' };

it('keeps what the server issues when the server restarts', async () => {
  const { server, database } = openServer(file.path);
  const { status } = await testClient(server, client).token({ grant_type: 'client_credentials' });
  expect(status).toBe(200);
  database.close();
  const { store, database: reopened } = openServer(file.path);
  expect(await store.revoke({ clientId: 'reports' })).toBe(1);
  reopened.close();
});

it('deletes expired records every minute', async () => {
  const { store, database } = openServer(file.path);
  const [expired, live] = [newRecord({ expiresAt: 100 }), newRecord()];
  await store.commit([insert(expired)]);
  await store.commit([insert(live)]);
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    const timer = purgeRegularly(store);
    await vi.advanceTimersByTimeAsync(60_000);
    clearInterval(timer);
  } finally {
    vi.useRealTimers();
  }
  expect(await store.get(expired.id)).toBe(undefined);
  expect(await store.get(live.id)).toEqual(live);
  database.close();
});

it('prints the SQL that makes a database fit', () => {
  const database = file.connect();
  database.exec(sql);
  expect(() => openServer(file.path).database.close()).not.toThrow();
});
