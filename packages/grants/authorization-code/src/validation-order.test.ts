import { expect, it } from 'vitest';
import {
  createServer,
  OAuthError,
  type RedirectableRequest,
  validateAuthorizationRequest,
} from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import { callback, clients, issuer, pkce } from '../test/code-server.js';
import { authorizationCode } from './authorization-code.js';

const restrictToTenants =
  (...tenants: readonly string[]) =>
  ({ parameters }: RedirectableRequest) => {
    if (tenants.includes(parameters.get('tenant') ?? '')) return undefined;
    throw new OAuthError('access_denied', { reason: `tenant.not_of.${tenants.join('.')}` });
  };

const hooks = {
  onAuthorizationRequest: restrictToTenants('acme', 'closed'),
  beforeAuthorize: restrictToTenants('acme'),
};

const server = createServer({
  issuer,
  clients,
  store: memoryStore(),
  plugins: [authorizationCode(), { name: 'tenants', hooks }],
});

const validate = (query: string) =>
  validateAuthorizationRequest(server, new Request(`${issuer}/authorize?${query}`));

/** Each step has the reason for the refusal, and the parameters that remove it. */
const steps: readonly (readonly [reason: string, fix: Readonly<Record<string, string>>])[] = [
  ['client_id.missing', { client_id: 'unknown' }],
  ['client.unknown', { client_id: 'web' }],
  ['redirect_uri.mismatch', { redirect_uri: callback }],
  ['tenant.not_of.acme.closed', { tenant: 'closed' }],
  ['response_type.missing', { response_type: 'other' }],
  ['response_type.unsupported', { response_type: 'code' }],
  ['response_mode.unsuitable', { response_mode: 'query' }],
  ['scope.not_allowed', { scope: 'read' }],
  ['code_challenge.missing', pkce],
  ['tenant.not_of.acme', { tenant: 'acme' }],
];

// [E1]
it('a request is checked in the order of RFC 6749 section 4.1.2.1, with the hooks around the rest', async () => {
  const query = new URLSearchParams({
    redirect_uri: 'https://evil.example/cb',
    scope: 'admin',
    response_mode: 'other',
  });
  await expect(validate(`${query.toString()}&scope=read`)).rejects.toMatchObject({
    reason: 'parameters.duplicate',
  });
  for (const [reason, fix] of steps) {
    await expect(validate(query.toString())).rejects.toMatchObject({ reason });
    for (const [name, value] of Object.entries(fix)) query.set(name, value);
  }
  expect(await validate(query.toString())).toMatchObject({ responseType: 'code', scope: ['read'] });
});
