import { expect, it } from 'vitest';
import { createServer, type Store } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { insert, recordEvents, recordMaker, testClient, update } from '@oauth/testing';
import { onPostgres } from '../test/on-postgres.js';
import { postgresStore } from './index.js';

const newRecord = recordMaker(9e9);

const calls: Readonly<Record<string, (store: Store) => unknown>> = {
  get: (store) => store.get('a'),
  commit: (store) => store.commit([insert(newRecord())]),
  revoke: (store) => store.revoke({ clientId: 'app' }),
  purge: (store) => store.purge(1, 1),
  list: (store) => store.list?.({ clientId: 'app' }, { limit: 1 }),
};

onPostgres('a database that cannot be reached', ({ name, connect, table }) => {
  it('makes opening the store reject', async () => {
    const pool = connect({ connectionString: 'postgres://root@127.0.0.1:1/none' });
    await expect(postgresStore(pool)).rejects.toThrow('ECONNREFUSED');
  });

  it.each(Object.keys(calls))('makes %s reject instead of finding nothing', async (call) => {
    const pool = connect();
    const store = await postgresStore(pool, { schema: name, prefix: await table() });
    await pool.end();
    await expect((async () => calls[call]?.(store))()).rejects.toThrow();
  });

  it('is server_error for the client, and its cause is for the operator only', async () => {
    const pool = connect();
    const events = recordEvents();
    const client = { client_id: 'app', client_secret: 'a-secret-of-at-least-32-characters' };
    const server = createServer({
      issuer: 'https://as.example',
      clients: [{ ...client, grant_types: ['client_credentials'], scope: 'read' }],
      store: await postgresStore(pool, { schema: name, prefix: await table() }),
      plugins: [clientCredentials()],
      onEvent: events.onEvent,
    });
    const app = testClient(server, client);
    expect((await app.token({ grant_type: 'client_credentials' })).status).toBe(200);
    await pool.end();
    const { status, body, text } = await app.token({ grant_type: 'client_credentials' });
    expect({ status, error: body['error'] }).toEqual({ status: 500, error: 'server_error' });
    expect(text).not.toMatch(/pool|postgres|"access_token"/i);
    expect(events.all.at(-1)).toMatchObject({ reason: 'server.unexpected' });
  });
});

onPostgres('a connection that ends during a commit', ({ name, pool, connect, table }) => {
  it('stores nothing, and the next call uses another', async () => {
    const prefix = await table();
    const singlePool = connect({ max: 1, application_name: `${name}_victim` });
    const store = await postgresStore(singlePool, { schema: name, prefix });
    const code = newRecord();
    await store.commit([insert(code)]);
    const redemption = [
      update({ ...code, version: 1 }),
      insert(newRecord({ grantId: code.grantId })),
    ];
    const blocker = await pool.connect();
    try {
      await blocker.query(`BEGIN; SELECT FROM ${name}.${prefix}records FOR UPDATE`);
      const outcome = expect(store.commit(redemption)).rejects.toThrow();
      const victim = { text: endWaitingConnection, values: [`${name}_victim`] };
      while ((await blocker.query(victim)).rows.length === 0);
      await outcome;
    } finally {
      await blocker.query('ROLLBACK');
      blocker.release();
    }
    expect(await store.get(code.id)).toEqual(code);
    expect(await store.commit(redemption)).toEqual({ committed: true });
  });
});

onPostgres('a connection that ends during a transaction', ({ name, pool, connect, table }) => {
  it('stores nothing, and does not end the process', async () => {
    const prefix = await table();
    const singlePool = connect({ max: 1, application_name: `${name}_transaction` });
    const store = await postgresStore(singlePool, { schema: name, prefix });
    const one = newRecord();
    const other = newRecord({ grantId: one.grantId });
    await store.commit([insert(one), insert(other)]);
    const updates = [update({ ...one, version: 1 }), update({ ...other, version: 1 })];
    const blocker = await pool.connect();
    try {
      await blocker.query(`BEGIN; SELECT FROM ${name}.${prefix}records FOR UPDATE`);
      const outcome = expect(store.commit(updates)).rejects.toThrow();
      const victim = { text: endWaitingConnection, values: [`${name}_transaction`] };
      while ((await blocker.query(victim)).rows.length === 0);
      await outcome;
    } finally {
      await blocker.query('ROLLBACK');
      blocker.release();
    }
    expect(await store.get(one.id)).toEqual(one);
    expect(await store.commit(updates)).toEqual({ committed: true });
  });
});

/** Ends the connection with this name if it waits for a lock. */
const endWaitingConnection = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE application_name = $1 AND wait_event_type = 'Lock'`;

onPostgres('a commit', ({ name, open, table }) => {
  it('stores nothing, and loses, when one of its ids is taken', async () => {
    const store = await open(await table());
    const [taken, free] = [newRecord(), newRecord()];
    await store.commit([insert(taken)]);
    const lost = { committed: false, lost: taken.id };
    expect(await store.commit([insert(free), insert(taken)])).toEqual(lost);
    expect(await store.get(free.id)).toBe(undefined);
  });

  it('that changes a record twice makes its changes in order', async () => {
    const store = await open(await table(), { schema: name });
    const code = newRecord();
    await store.commit([insert(code)]);
    const remove = { type: 'remove', id: code.id } as const;
    expect(await store.commit([update({ ...code, version: 1 }), remove])).toEqual({
      committed: true,
    });
    expect(await store.get(code.id)).toBe(undefined);
    expect(await store.commit([])).toEqual({ committed: true });
  });
});

onPostgres('a row that is no record any more throws', ({ name, pool, open, table }) => {
  it.each([
    `data = ''`,
    `data = '[]'`,
    `data = '{"scope":"a"}'`,
    `data = '{"scope":1,"issuedAt":1}'`,
    `kind = 'a\\'`,
    `grant_id = 'another'`,
    `expires_at = 'NaN'`,
  ])('after it was changed to %s', async (assignment) => {
    const prefix = await table();
    const store = await open(prefix);
    const record = newRecord();
    await store.commit([insert(record)]);
    await pool.query(`UPDATE ${name}.${prefix}records SET ${assignment}`);
    await expect(store.get(record.id)).rejects.toThrow('The table holds a row that is no record');
  });
});
