import { expect, it } from 'vitest';
import { formRequest, recordEvents } from '@oauth/testing';
import {
  authorizationRequest,
  parseBody,
  authenticatedForm,
  bearerRequest,
  serverOptions,
  passwordOptions,
  redemptionRequest,
  getRedirectParameters,
  getTextMember,
} from '../test/server-fixture.js';
import {
  allGrantsServer,
  backendApplicationServer,
  legacyApplicationServer,
  mobileApplicationServer,
  webApplicationServer,
} from './index.js';

const machine = { grant_type: 'client_credentials' };

// [D2]
it('a web application server runs the code flow, refreshes, and validates its tokens', async () => {
  const server = webApplicationServer(serverOptions('web'));
  const request = await server.validateAuthorizationRequest(authorizationRequest());
  expect(request).toMatchObject({ responseType: 'code', scope: ['read', 'write'], state: 'xyz' });
  const response = await server.createAuthorizationResponse(authorizationRequest(), {
    approve: { subject: 'ann', scope: ['read'] },
  });
  const issued = await server.createTokenResponse(redemptionRequest(response));
  expect(parseBody(issued)).toMatchObject({ scope: 'read', token_type: 'Bearer' });
  const verdict = await server.validateProtectedResourceRequest(
    bearerRequest('/profile', getTextMember(issued, 'access_token')),
    { scopes: ['read'] },
  );
  expect(verdict).toMatchObject({ ok: true, auth: { subject: 'ann', clientId: 'web' } });
  const refresh_token = getTextMember(issued, 'refresh_token');
  const refreshed = await server.createTokenResponse(
    authenticatedForm('/token', 'web', { grant_type: 'refresh_token', refresh_token }),
  );
  expect(refreshed.status).toBe(200);
  expect(Object.keys(server.grants)).toEqual(['authorization_code', 'refresh_token']);
});

// [D2]
it('a server without a grant answers unsupported_grant_type', async () => {
  const server = webApplicationServer(serverOptions('web'));
  const response = await server.createTokenResponse(authenticatedForm('/token', 'web', machine));
  expect(parseBody(response)['error']).toBe('unsupported_grant_type');
});

// [D3]
it('a mobile application server puts tokens into the fragment and has no token endpoint', async () => {
  const server = mobileApplicationServer(serverOptions('page'));
  const implicit = { client_id: 'page', response_type: 'token' };
  const response = await server.handle(authorizationRequest(implicit));
  expect(getRedirectParameters(response).get('access_token')).toMatch(/^[\w-]{59}$/);
  expect(getRedirectParameters(response).has('refresh_token')).toBe(false);
  expect((await server.handle(authenticatedForm('/token', 'page', machine))).status).toBe(404);
  expect(Object.keys(server)).not.toContain('createTokenResponse');
  const access_token = getRedirectParameters(response).get('access_token') ?? '';
  expect((await server.validateProtectedResourceRequest(bearerRequest('/', access_token))).ok).toBe(
    true,
  );
  const revoke = (parameters: Record<string, string>) =>
    server.createRevocationResponse(
      formRequest('/revoke', { client_id: 'page', token: access_token, ...parameters }),
    );
  const unsupported = await revoke({ token_type_hint: 'refresh_token' });
  expect(parseBody(unsupported)['error']).toBe('unsupported_token_type');
  expect((await revoke({})).status).toBe(200);
  expect((await server.validateProtectedResourceRequest(bearerRequest('/', access_token))).ok).toBe(
    false,
  );
});

// [D4]
it('a legacy application server takes passwords and has no authorization endpoint', async () => {
  const server = legacyApplicationServer({ ...serverOptions('legacy'), password: passwordOptions });
  const parameters = { grant_type: 'password', username: 'ann', password: 'her password' };
  const issued = await server.createTokenResponse(
    authenticatedForm('/token', 'legacy', parameters),
  );
  expect(parseBody(issued)['scope']).toBe('read');
  expect(getTextMember(issued, 'refresh_token')).toMatch(/^[\w-]{59}$/);
  expect((await server.handle(authorizationRequest())).status).toBe(404);
  expect(Object.keys(server)).not.toContain('createAuthorizationResponse');
});

// [D5]
it('a backend application server gives access tokens only, for client credentials', async () => {
  const server = backendApplicationServer(serverOptions('machine'));
  const issued = await server.createTokenResponse(authenticatedForm('/token', 'machine', machine));
  expect(parseBody(issued)).not.toHaveProperty('refresh_token');
  const token = getTextMember(issued, 'access_token');
  const introspected = await server.createIntrospectResponse(
    authenticatedForm('/introspect', 'machine', { token }),
  );
  expect(parseBody(introspected)).toMatchObject({ active: true, client_id: 'machine' });
  const hinted = authenticatedForm('/revoke', 'machine', {
    token,
    token_type_hint: 'refresh_token',
  });
  const unsupported = await server.createRevocationResponse(hinted);
  expect(parseBody(unsupported)['error']).toBe('unsupported_token_type');
  const revoked = await server.createRevocationResponse(
    authenticatedForm('/revoke', 'machine', { token }),
  );
  expect(revoked.status).toBe(200);
  expect(await server.validateProtectedResourceRequest(bearerRequest('/', token))).toMatchObject({
    ok: false,
    reason: 'token.invalid',
  });
});

// [D1] [L1]
it('a server of all grants offers and lists every grant', async () => {
  const server = allGrantsServer({
    ...serverOptions('web', 'machine', 'legacy', 'page'),
    password: passwordOptions,
  });
  const document = parseBody(await server.createMetadataResponse(bearerRequest('/')));
  expect(document['grant_types_supported']).toEqual(
    expect.arrayContaining([
      'authorization_code',
      'client_credentials',
      'implicit',
      'password',
      'refresh_token',
    ]),
  );
  expect(document['response_types_supported']).toEqual(
    expect.arrayContaining(['code', 'none', 'token']),
  );
  for (const [clientId, parameters] of [
    ['machine', machine],
    ['legacy', { grant_type: 'password', username: 'ann', password: 'her password' }],
  ] as const)
    expect(
      (await server.createTokenResponse(authenticatedForm('/token', clientId, parameters))).status,
    ).toBe(200);
});

// [D9]
it('the accessTokenLifetime can be seconds or a function of the request', async () => {
  const bySeconds = backendApplicationServer({
    ...serverOptions('machine'),
    accessTokenLifetime: 42,
  });
  const byRequest = backendApplicationServer({
    ...serverOptions('machine'),
    accessTokenLifetime: ({ client }) => client.client_id.length,
  });
  const getLifetime = async (server: typeof bySeconds) =>
    parseBody(await server.createTokenResponse(authenticatedForm('/token', 'machine', machine)))[
      'expires_in'
    ];
  expect(await getLifetime(bySeconds)).toBe(42);
  expect(await getLifetime(byRequest)).toBe('machine'.length);
});

// [C8]
it('extra members join a token response and replace none of its own', async () => {
  const server = backendApplicationServer(serverOptions('machine'));
  const extra = { foo: 'bar', access_token: 'forged' };
  const response = await server.createTokenResponse(
    authenticatedForm('/token', 'machine', machine),
    extra,
  );
  expect(parseBody(response)['foo']).toBe('bar');
  expect(getTextMember(response, 'access_token')).not.toBe('forged');
});

// [B1]
it('a server that is not available answers every call with 503', async () => {
  const server = webApplicationServer({ ...serverOptions('web'), isAvailable: () => false });
  const responses = await Promise.all([
    server.createTokenResponse(authenticatedForm('/token', 'web', machine)),
    server.createIntrospectResponse(authenticatedForm('/introspect', 'web', { token: 'x' })),
    server.createRevocationResponse(authenticatedForm('/revoke', 'web', { token: 'x' })),
    server.createMetadataResponse(bearerRequest('/')),
    server.handle(authorizationRequest()),
  ]);
  expect(responses.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
});

it('a server with an http issuer protects an API with an http URL', async () => {
  const issuer = 'http://auth.intranet:8080/oauth';
  expect(() => backendApplicationServer({ ...serverOptions('machine'), issuer })).toThrow(
    'issuer: must use https, unless allowInsecureIssuer is set',
  );
  const server = backendApplicationServer({
    ...serverOptions('machine'),
    issuer,
    allowInsecureIssuer: true,
  });
  const issued = await server.createTokenResponse(authenticatedForm('/token', 'machine', machine));
  const request = bearerRequest(`${issuer}/reports`, getTextMember(issued, 'access_token'));
  expect((await server.validateProtectedResourceRequest(request)).ok).toBe(true);
});

it.each(['https://auth.example', 'https://auth.example/tenant', 'https://AUTH.example:443/a/../b'])(
  'the metadata that the challenges of its API point to is served for the issuer %s',
  async (issuer) => {
    const server = backendApplicationServer({ ...serverOptions('machine'), issuer });
    const verdict = await server.validateProtectedResourceRequest(bearerRequest('/reports'));
    if (verdict.ok) throw new TypeError('The API accepts a request without a token.');
    const challenge = String(verdict.response.headers['WWW-Authenticate']);
    const url = /resource_metadata="([^"]+)"/.exec(challenge)?.[1] ?? '';
    expect(url).toContain('https://auth.example/.well-known/oauth-protected-resource');
    expect(server.canHandle(url)).toBe(true);
    const found = await server.handle(bearerRequest(url));
    expect(found).toMatchObject({ status: 200, headers: { 'Access-Control-Allow-Origin': '*' } });
    expect(parseBody(found)).toMatchObject({ authorization_servers: [issuer] });
    const root = await server.handle(bearerRequest('/.well-known/oauth-protected-resource'));
    expect(root.body).toBe(found.body);
  },
);

it('the metadata of an API on another host is not served', async () => {
  const resource = { resource: 'https://api.example/v1' };
  const server = backendApplicationServer({ ...serverOptions('machine'), resource });
  expect(server.canHandle('/.well-known/oauth-protected-resource/v1')).toBe(false);
});

it('onEvent of the server receives the refusals of its API', async () => {
  const events = recordEvents();
  const { onEvent } = events;
  const server = backendApplicationServer({ ...serverOptions('machine'), onEvent });
  await server.validateProtectedResourceRequest(bearerRequest('/', 'unknown-token-of-some-length'));
  expect(events.all).toMatchObject([{ type: 'request.refused', reason: 'token.invalid' }]);
});

// [D10]
it('faults of the API are reported together with those of the server', () => {
  const wrong = {
    ...serverOptions('web'),
    maxBodyBytes: -1,
    resource: { resource: 'api', authorizationServers: ['ftp://auth.example'] },
  };
  expect(() => webApplicationServer(wrong)).toThrow(
    /maxBodyBytes: .*\n.*resource\.resource: .*\n.*resource\.authorizationServers\[0\]: /,
  );
});

// [D10]
it('every fault of the options is reported at once', () => {
  const wrong = { ...serverOptions('web'), issuer: 'ftp://auth.example', maxBodyBytes: -1 };
  expect(() => webApplicationServer(wrong)).toThrow(/issuer: .*\n.*maxBodyBytes: /);
});
