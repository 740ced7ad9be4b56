import { expectTypeOf } from 'vitest';
import { type Client, createServer, type GrantHandler, type ResponseType } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import { authorizationCode, type AuthorizationCodeOptions } from './index.js';

const server = createServer({
  issuer: 'https://auth.example',
  clients: [],
  store: memoryStore(),
  plugins: [authorizationCode()],
});
expectTypeOf(server.grantTypes).toEqualTypeOf<readonly 'authorization_code'[]>();
expectTypeOf(server.handleEndpoint).toBeCallableWith(
  'authorization_endpoint',
  new Request('https://auth.example'),
);

const plugin = authorizationCode({ requirePkce: (client: Client) => client.client_id !== 'old' });
expectTypeOf(plugin.grants.authorization_code).toEqualTypeOf<GrantHandler>();
expectTypeOf(plugin.responseTypes.code).toEqualTypeOf<ResponseType>();

expectTypeOf<AuthorizationCodeOptions>().not.toExtend<{ codeLifetime: string }>();
// @ts-expect-error a misspelt option
authorizationCode({ codeLifeTime: 60 });
// @ts-expect-error seconds are a number
authorizationCode({ codeLifetime: '60' });
