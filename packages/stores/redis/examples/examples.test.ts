import { describe, expect, it, vi } from 'vitest';
import { testClient } from '@oauth/testing';
import { startCluster } from '../test/cluster.js';
import { serverHere } from '../test/reachable.js';
import { insert, record } from '../test/records.js';
import { startServer } from '../test/server.js';
import { openCluster } from './cluster.js';
import { openServer } from './server.js';

const client = { client_id: 'reports', client_secret: 'a-secret-of-at-least-32-characters' };

describe.runIf(serverHere())('the examples', () => {
  it('keep what the server issues, over a restart of it', async () => {
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

  it('answer server_error while Redis is away, and are back when it is', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue();
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
    told.mockRestore();
  });

  it('work on a cluster', async () => {
    const { ports, stop } = await startCluster();
    const { cluster, store } = openCluster(ports[0] ?? 0);
    const token = record(9e9);
    await store.commit([insert(token)]);
    expect(await store.get(token.id)).toEqual(token);
    expect(await store.revoke({ clientId: token.clientId })).toBe(1);
    await cluster.quit();
    await stop();
  });
});
