import { describe, expect, it, vi } from 'vitest';
import { insert, recordMaker, testClient } from '@oauth/testing';
import { startCluster } from '../test/cluster.js';
import { startServer } from '../test/server.js';
import { canStartServer } from '../test/services.js';
import { openCluster } from './cluster.js';
import { openServer } from './server.js';

const newRecord = recordMaker(9e9);

const client = { client_id: 'reports', client_secret: 'a-secret-of-at-least-32-characters' };

describe.runIf(canStartServer())('the examples', () => {
  it('keep what the server issues when the server restarts', async () => {
    const redis = await startServer();
    const { server, redis: connection } = await openServer(redis.url);
    const { status } = await testClient(server, client).token({ grant_type: 'client_credentials' });
    expect(status).toBe(200);
    await connection.close();
    const { store, redis: reopened } = await openServer(redis.url);
    expect(await store.revoke({ clientId: 'reports' })).toBe(1);
    await reopened.close();
    await redis.stop();
  });

  it('answer server_error while Redis is away, and tokens once it is back', async () => {
    const logged = vi.spyOn(console, 'error').mockReturnValue();
    const redis = await startServer();
    const { server, redis: connection } = await openServer(redis.url);
    const app = testClient(server, client);
    const ended = new Promise((resolve) => connection.once('error', resolve));
    await redis.stop();
    await ended;
    const { status, body, text } = await app.token({ grant_type: 'client_credentials' });
    expect({ status, error: body['error'] }).toEqual({ status: 500, error: 'server_error' });
    expect(text).not.toMatch(/redis|socket|"access_token"/i);
    const back = new Promise((resolve) => connection.once('ready', resolve));
    const restarted = await startServer({ port: redis.port });
    await back;
    expect((await app.token({ grant_type: 'client_credentials' })).status).toBe(200);
    await connection.close();
    await restarted.stop();
    logged.mockRestore();
  });

  it('work on a cluster, too', async () => {
    const { ports, stop } = await startCluster();
    const { cluster, store } = openCluster(ports[0] ?? 0);
    const token = newRecord();
    await store.commit([insert(token)]);
    expect(await store.get(token.id)).toEqual(token);
    expect(await store.revoke({ clientId: token.clientId })).toBe(1);
    await cluster.quit();
    await stop();
  });
});
