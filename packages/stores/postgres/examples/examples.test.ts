import { expect, it, vi } from 'vitest';
import { insert, recordMaker, testClient } from '@oauth/testing';
import { onPostgres } from '../test/on-postgres.js';
import { withSettings } from '../test/temporary-schema.js';
import { purgeRegularly, sql } from './maintenance.js';
import { openServer } from './server.js';

const newRecord = recordMaker(9e9);

const client = { client_id: 'reports', client_secret: 'a-secret-of-at-least-32-characters' };

onPostgres('the examples', (schema, url) => {
  const inSchema = withSettings(url, `search_path=${schema.name}`);

  it('run the SQL that they print', async () => {
    await schema.pool.query(`SET search_path = ${schema.name}; ${sql} RESET search_path`);
  });

  it('keep what the server issues when the server restarts', async () => {
    const { server, pool } = await openServer(inSchema);
    const { status } = await testClient(server, client).token({ grant_type: 'client_credentials' });
    expect(status).toBe(200);
    await pool.end();
    const { store, pool: reopened } = await openServer(inSchema);
    expect(await store.revoke({ clientId: 'reports' })).toBe(1);
    await reopened.end();
  });

  it('delete expired records every minute', async () => {
    const { store, pool } = await openServer(inSchema);
    const [expired, live] = [newRecord({ expiresAt: 100 }), newRecord()];
    await store.commit([insert(expired)]);
    await store.commit([insert(live)]);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const purged = vi.spyOn(store, 'purge');
    const timer = purgeRegularly(store);
    vi.advanceTimersByTime(60_000);
    clearInterval(timer);
    vi.useRealTimers();
    expect(await purged.mock.results[0]?.value).toBe(1);
    expect(await store.get(expired.id)).toBe(undefined);
    expect(await store.get(live.id)).toEqual(live);
    await pool.end();
  });
});
