import { afterAll, describe, expect, it } from 'vitest';
import { clusterClients, startCluster } from './cluster.js';
import { clients, asList, temporaryData } from './redis.js';
import { canStartServer } from './services.js';
import { runStoreSuite } from './suite.js';

const canStart = canStartServer();
const cluster = canStart ? await startCluster() : undefined;
const ports = cluster?.ports ?? [];
const leaveData = async (): Promise<void> => Promise.resolve();

afterAll(async () => cluster?.stop());

for (const [client, connectTo] of Object.entries(clusterClients))
  describe.runIf(canStart)(`a cluster of three masters with ${client}`, () => {
    runStoreSuite({
      name: client === 'redis' ? 'Redis Cluster' : `Redis Cluster, ${client}`,
      connect: connectTo(ports),
      urls: ports.map((port) => `redis://127.0.0.1:${port}`),
      deleteData: leaveData,
      withProcesses: client === 'redis',
    });

    it('spreads grants over all nodes', async () => {
      const data = temporaryData(connectTo(ports), leaveData);
      const store = await data.open();
      const expiresAt = Math.floor(Date.now() / 1000) + 3600;
      for (let grant = 0; grant < 60; grant += 1) {
        const grantId = String(grant).padStart(16, 'g');
        const owner = { clientId: 'app', subject: `user ${grant % 7}` };
        const record = { id: `${grantId}.code`, version: 0, kind: 'code', grantId, expiresAt };
        const change = { ...record, ...owner, data: { scope: 'read', issuedAt: 0 } };
        await store.commit([{ type: 'insert', record: change }]);
      }
      for (const port of ports) {
        const node = await clients.ioredis(`redis://127.0.0.1:${port}`);
        const keys = await node.command('KEYS', `${data.prefix}grant:*`);
        expect(asList(keys).length).toBeGreaterThan(5);
        await node.close();
      }
      expect(await store.revoke({ subject: 'user 3' })).toBe(9);
      expect(await store.revoke({ clientId: 'app' })).toBe(51);
      await data.remove();
    });
  });
