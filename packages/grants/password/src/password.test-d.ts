import { expectTypeOf } from 'vitest';
import { createServer, type GrantHandler } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import { password, type AuthenticatedUser } from './index.js';

const server = createServer({
  issuer: 'https://auth.example',
  clients: [],
  store: memoryStore(),
  plugins: [password({ authenticateUser: () => undefined })],
});
expectTypeOf(server.grantTypes).toEqualTypeOf<readonly 'password'[]>();
expectTypeOf(server.plugins[0].grants.password).toEqualTypeOf<GrantHandler>();
expectTypeOf<AuthenticatedUser['subject']>().toEqualTypeOf<string>();

// @ts-expect-error the option authenticateUser is required
password({});
// @ts-expect-error a user has a subject
password({ authenticateUser: () => ({ details: {} }) });
