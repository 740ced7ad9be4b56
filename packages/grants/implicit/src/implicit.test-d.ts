import { expectTypeOf } from 'vitest';
import { createServer, type ResponseType } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import { implicit } from './index.js';

const server = createServer({
  issuer: 'https://auth.example',
  clients: [],
  store: memoryStore(),
  plugins: [implicit()],
});
expectTypeOf(server.grantTypes).toEqualTypeOf<readonly never[]>();
expectTypeOf(server.plugins[0].responseTypes.token).toEqualTypeOf<ResponseType>();
// @ts-expect-error there is no token endpoint
void server.handleEndpoint('token_endpoint', new Request('https://auth.example'));
