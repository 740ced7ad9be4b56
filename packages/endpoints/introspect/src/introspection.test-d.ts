import { expectTypeOf } from 'vitest';
import { type Client, type ClientRegistration, createServer } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import { introspection } from './introspection.js';

const server = createServer({
  issuer: 'https://auth.example',
  clients: [{ client_id: 'api', client_secret: 's', introspects: 'any' }],
  store: memoryStore(),
  plugins: [introspection()],
});

const handleEndpoint = server.handleEndpoint.bind(server);
expectTypeOf(handleEndpoint).parameter(0).toEqualTypeOf<'introspection_endpoint'>();
expectTypeOf<Client['introspects']>().toEqualTypeOf<'own' | 'any' | undefined>();
expectTypeOf<ClientRegistration['introspects']>().toEqualTypeOf<'own' | 'any' | undefined>();

// @ts-expect-error a misspelt option
introspection({ canIntrospekt: () => true });
// @ts-expect-error claims are JSON
introspection({ claims: () => ({ at: new Date() }) });
