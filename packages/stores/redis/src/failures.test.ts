import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { insert, recordMaker, update } from '@oauth/testing';
import { clients, type ServerConnection } from '../test/redis.js';
import { startServer, type PrivateServer } from '../test/server.js';
import { canStartServer } from '../test/services.js';
import { redisStore } from './index.js';

const newRecord = recordMaker(9e9);

const calls: Readonly<Record<string, (store: Store) => unknown>> = {
  get: (store) => store.get('a'),
  commit: (store) => store.commit([insert(newRecord())]),
  'revoke of a grant': (store) => store.revoke({ grantId: 'a' }),
  'revoke of a client': (store) => store.revoke({ clientId: 'app' }),
  list: (store) => store.list?.({ clientId: 'app' }, { limit: 1 }),
};

for (const [name, connect] of Object.entries(clients))
  describe.runIf(canStartServer())(`the store with ${name}`, () => {
    let server: PrivateServer;
    let connection: ServerConnection;
    let store: Store;
    beforeEach(async () => {
      server = await startServer();
      connection = await connect(server.url);
      store = redisStore(connection.client);
    });
    afterEach(async () => {
      await connection.close();
      await server.stop();
    });

    it.each(Object.keys(calls))(
      'makes %s reject when Redis is killed, instead of finding nothing',
      async (call) => {
        await calls[call]?.(store);
        await server.stop();
        await expect((async () => calls[call]?.(store))()).rejects.toThrow();
      },
    );

    it('works on after Redis has lost its scripts', async () => {
      const code = newRecord({ subject: 'alice' });
      await store.commit([insert(code)]);
      await connection.command('SCRIPT', 'FLUSH');
      const redeemed = update({ ...code, version: 1 });
      const results = await Promise.all([store.commit([redeemed]), store.commit([redeemed])]);
      expect(results.filter(({ committed }) => committed).length).toBe(1);
      await connection.command('SCRIPT', 'FLUSH');
      expect(await store.revoke({ subject: 'alice' })).toBe(1);
    });

    it('writes nothing of a commit when memory is full', async () => {
      const code = newRecord();
      const { id, grantId } = code;
      await store.commit([insert(code)]);
      await connection.command('CONFIG', 'SET', 'maxmemory', '1');
      const changes = [
        { type: 'remove', id } as const,
        { type: 'extend', id, expiresAt: 9.1e9 } as const,
        insert(newRecord({ grantId })),
      ];
      await expect(store.commit(changes)).rejects.toThrow('OOM');
      expect(await store.get(id)).toEqual(code);
      expect(await store.revoke({ grantId })).toBe(1);
    });

    it('writes nothing of a commit whose index key holds something else', async () => {
      for (let part = 0; part < 16; part += 1)
        await connection.command('SET', `oauth:client:${part}:app`, 'not a sorted set');
      const code = newRecord();
      await expect(store.commit([insert(code)])).rejects.toThrow('WRONGTYPE');
      expect(await store.get(code.id)).toBe(undefined);
      await expect(store.revoke({ clientId: 'app' })).rejects.toThrow('WRONGTYPE');
    });

    it.each([
      '',
      '0',
      'null',
      '{"version":0}',
      '0\n9000000000',
      'x\n9000000000\n\napp\n\naccess_token\n{"scope":"","issuedAt":1}',
      '0\nnever\n\napp\n\naccess_token\n{"scope":"","issuedAt":1}',
    ])(
      'throws at %j instead of taking it for a record, and commits nothing with it',
      async (value) => {
        const code = newRecord();
        const [partition, field] = [code.id.slice(0, 16), code.id.slice(16)];
        await connection.command('HSET', `oauth:grant:${partition}`, field, value);
        const { id, grantId } = code;
        const token = newRecord({ grantId });
        await expect(store.get(id)).rejects.toThrow('no record');
        for (const change of [
          update({ ...code, version: 1 }),
          { type: 'extend', id, expiresAt: 9.1e9 } as const,
        ])
          await expect(store.commit([change, insert(token)])).rejects.toThrow('no record');
        expect(await store.get(token.id)).toBe(undefined);
      },
    );
  });
