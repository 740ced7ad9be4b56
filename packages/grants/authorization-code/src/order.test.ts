import { expect, it } from 'vitest';
import {
  createServer,
  OAuthError,
  type RedirectableRequest,
  validateAuthorizationRequest,
} from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import { callback, clients, issuer, s256 } from '../test/code-server.js';
import { authorizationCode } from './authorization-code.js';

const onlyTenants =
  (...tenants: readonly string[]) =>
  ({ parameters }: RedirectableRequest) => {
    if (tenants.includes(parameters.get('tenant') ?? '')) return undefined;
    throw new OAuthError('access_denied', { reason: `tenant.not_of.${tenants.join('.')}` });
  };

const hooks = {
  onAuthorizationRequest: onlyTenants('acme', 'closed'),
  beforeAuthorize: onlyTenants('acme'),
};

const server = createServer({
  issuer,
  clients,
  store: memoryStore(),
  plugins: [authorizationCode(), { name: 'tenants', hooks }],
});

const ask = (query: string) =>
  validateAuthorizationRequest(server, new Request(`${issuer}/authorize?${query}`));

/** From a request in which all is wrong, each step mends what was refused. */
const steps: readonly (readonly [reason: string, mend: Readonly<Record<string, string>>])[] = [
  ['client_id.missing', { client_id: 'nobody' }],
  ['client.unknown', { client_id: 'web' }],
  ['redirect_uri.mismatch', { redirect_uri: callback }],
  ['tenant.not_of.acme.closed', { tenant: 'closed' }],
  ['response_type.missing', { response_type: 'other' }],
  ['response_type.unsupported', { response_type: 'code' }],
  ['response_mode.unsuitable', { response_mode: 'query' }],
  ['scope.not_allowed', { scope: 'read' }],
  ['code_challenge.missing', s256],
  ['tenant.not_of.acme', { tenant: 'acme' }],
];

// [E1]
it('checks in the order of RFC 6749 section 4.1.2.1, the hooks around the rest', async () => {
  const query = new URLSearchParams({
    redirect_uri: 'https://evil.example/cb',
    scope: 'admin',
    response_mode: 'other',
  });
  await expect(ask(`${query.toString()}&scope=read`)).rejects.toMatchObject({
    reason: 'parameters.duplicate',
  });
  for (const [reason, mend] of steps) {
    await expect(ask(query.toString())).rejects.toMatchObject({ reason });
    for (const [name, value] of Object.entries(mend)) query.set(name, value);
  }
  expect(await ask(query.toString())).toMatchObject({ responseType: 'code', scope: ['read'] });
});
