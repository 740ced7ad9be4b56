import { createServer, type Server, type ServerOptions } from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { metadata } from '@oauth/endpoint-metadata';
import { revocation } from '@oauth/endpoint-revoke';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { implicit } from '@oauth/grant-implicit';
import { password } from '@oauth/grant-password';
import { refresh } from '@oauth/grant-refresh';
import { memoryStore } from '@oauth/store-memory';

export const callback = 'https://app.example/cb';

const grant_types = [
  'authorization_code',
  'client_credentials',
  'implicit',
  'password',
  'refresh_token',
];
const shared = {
  redirect_uris: [callback],
  grant_types,
  response_types: ['code', 'token'],
  scope: 'read write',
};

/** A client for each authentication method with a secret or without. */
export const clients = [
  { ...shared, client_id: 'app', token_endpoint_auth_method: 'none' },
  { ...shared, client_id: 'web', client_secret: 'secret of web: +%&', introspects: 'any' as const },
  {
    ...shared,
    client_id: 'poster',
    client_secret: 'secret-of-poster',
    token_endpoint_auth_method: 'client_secret_post',
  },
];

export const alice = { username: 'alice', password: 'correct horse battery' };

/** A server with every grant and endpoint, whose user approves every request. */
export function fullServer(options: Partial<ServerOptions> & { readonly issuer: string }): Server {
  return createServer({
    clients,
    store: memoryStore(),
    plugins: [
      authorizationCode(),
      clientCredentials(),
      implicit(),
      password({
        refusalDelayMs: 0,
        authenticateUser: (username, secret) =>
          username === alice.username && secret === alice.password
            ? { subject: 'alice' }
            : undefined,
      }),
      refresh(),
      introspection(),
      revocation(),
      metadata({ allowOpenidDiscovery: true }),
    ],
    authorize: () => ({ approve: { subject: 'alice' } }),
    ...options,
  });
}
