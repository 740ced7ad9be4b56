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
const common = {
  redirect_uris: [callback],
  grant_types,
  response_types: ['code', 'token'],
  scope: 'read write',
};

/** One client for each way to authenticate. */
export const clients = [
  { ...common, client_id: 'app', token_endpoint_auth_method: 'none' },
  { ...common, client_id: 'web', client_secret: 'secret of web: +%&', introspects: 'any' as const },
  {
    ...common,
    client_id: 'poster',
    client_secret: 'secret-of-poster',
    token_endpoint_auth_method: 'client_secret_post',
  },
];

export const alice = { username: 'alice', password: 'correct horse battery' };

/** A server with every grant and endpoint, whose user agrees to everything. */
export function everything(options: Partial<ServerOptions> & { readonly issuer: string }): Server {
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
