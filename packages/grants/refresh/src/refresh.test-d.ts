import { expectTypeOf } from 'vitest';
import { type Client, createServer, type GrantHandler, type StoredRecord } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import { refresh } from './index.js';

const server = createServer({
  issuer: 'https://auth.example',
  clients: [],
  store: memoryStore(),
  plugins: [refresh()],
});
expectTypeOf(server.grantTypes).toEqualTypeOf<readonly 'refresh_token'[]>();

const plugin = refresh({
  idleLifetime: (client: Client) => (client.client_id === 'tv' ? 3600 : 60),
  rotate: (client: Client) => client.client_id !== 'old',
  canContinue: async (record: StoredRecord, client: Client) =>
    record.subject !== undefined && client.client_id !== '',
});
expectTypeOf(plugin.grants.refresh_token).toEqualTypeOf<GrantHandler>();

// @ts-expect-error a misspelt option
refresh({ rotates: true });
// @ts-expect-error seconds are a number
refresh({ gracePeriod: '10' });
