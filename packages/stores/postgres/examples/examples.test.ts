import { expect, it, vi } from 'vitest';
import { testClient } from '@oauth/testing';
import { onPostgres } from '../test/on-postgres.js';
import { insert, record } from '../test/records.js';
import { withSettings } from '../test/temporary-schema.js';
import { purgeRegularly, sql } from './maintenance.js';
import { openServer } from './server.js';

const client = { client_id: 'reports', client_secret: 'a-secret-of-at-least-32-characters' };

onPostgres('the examples', (schema, url) => {
  const inSchema = withSettings(url, `search_path=${schema.name}`);

  it('take the SQL that is printed', async () => {
    await schema.pool.query(`SET search_path = ${schema.name}; ${sql} RESET search_path`);
  });

  it('keep what the server issues, over a restart', async () => {
    const { server, pool } = await openServer(inSchema);
    const { status } = await testClient(server, client).token({ grant_type: 'client_credentials' });
    expect(status).toBe(200);
    await pool.end();
    const { store, pool: reopened } = await openServer(inSchema);
    expect(await store.revoke({ clientId: 'reports' })).toBe(1);
    await reopened.end();
  });

  it('purge by the minute', async () => {
    const { store, pool } = await openServer(inSchema);
    const [expired, live] = [record(100), record(9e9)];
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
