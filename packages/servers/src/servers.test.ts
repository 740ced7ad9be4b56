import { expect, it } from 'vitest';
import { formRequest, recordEvents } from '@oauth/testing';
import {
  authorizationRequest,
  bodyOf,
  form,
  get,
  options,
  passwordOptions,
  redemption,
  redirected,
  textOf,
} from '../test/support.js';
import {
  allGrantsServer,
  backendApplicationServer,
  legacyApplicationServer,
  mobileApplicationServer,
  webApplicationServer,
} from './index.js';

const machine = { grant_type: 'client_credentials' };

// [D2]
it('a web application server runs the code flow, refreshes, and shows the token its API', async () => {
  const server = webApplicationServer(options('web'));
  const request = await server.validateAuthorizationRequest(authorizationRequest());
  expect(request).toMatchObject({ responseType: 'code', scope: ['read', 'write'], state: 'xyz' });
  const response = await server.createAuthorizationResponse(authorizationRequest(), {
    approve: { subject: 'ann', scope: ['read'] },
  });
  const issued = await server.createTokenResponse(redemption(response));
  expect(bodyOf(issued)).toMatchObject({ scope: 'read', token_type: 'Bearer' });
  const verdict = await server.validateProtectedResourceRequest(
    get('/profile', textOf(issued, 'access_token')),
    { scopes: ['read'] },
  );
  expect(verdict).toMatchObject({ ok: true, auth: { subject: 'ann', clientId: 'web' } });
  const refresh_token = textOf(issued, 'refresh_token');
  const refreshed = await server.createTokenResponse(
    form('/token', 'web', { grant_type: 'refresh_token', refresh_token }),
  );
  expect(refreshed.status).toBe(200);
  expect(Object.keys(server.grants)).toEqual(['authorization_code', 'refresh_token']);
});

// [D2]
it('what it has no grant for is unsupported', async () => {
  const server = webApplicationServer(options('web'));
  const response = await server.createTokenResponse(form('/token', 'web', machine));
  expect(bodyOf(response)['error']).toBe('unsupported_grant_type');
});

// [D3]
it('a mobile application server answers in the fragment and has no token endpoint', async () => {
  const server = mobileApplicationServer(options('page'));
  const implicit = { client_id: 'page', response_type: 'token' };
  const response = await server.handle(authorizationRequest(implicit));
  expect(redirected(response).get('access_token')).toMatch(/^[\w-]{59}$/);
  expect(redirected(response).has('refresh_token')).toBe(false);
  expect((await server.handle(form('/token', 'page', machine))).status).toBe(404);
  expect(Object.keys(server)).not.toContain('createTokenResponse');
  const access_token = redirected(response).get('access_token') ?? '';
  expect((await server.validateProtectedResourceRequest(get('/', access_token))).ok).toBe(true);
  const revoke = (more: Record<string, string>) =>
    server.createRevocationResponse(
      formRequest('/revoke', { client_id: 'page', token: access_token, ...more }),
    );
  const unsupported = await revoke({ token_type_hint: 'refresh_token' });
  expect(bodyOf(unsupported)['error']).toBe('unsupported_token_type');
  expect((await revoke({})).status).toBe(200);
  expect((await server.validateProtectedResourceRequest(get('/', access_token))).ok).toBe(false);
});

// [D4]
it('a legacy application server takes passwords, refreshes, and has no authorize', async () => {
  const server = legacyApplicationServer({ ...options('legacy'), password: passwordOptions });
  const parameters = { grant_type: 'password', username: 'ann', password: 'her password' };
  const issued = await server.createTokenResponse(form('/token', 'legacy', parameters));
  expect(bodyOf(issued)['scope']).toBe('read');
  expect(textOf(issued, 'refresh_token')).toMatch(/^[\w-]{59}$/);
  expect((await server.handle(authorizationRequest())).status).toBe(404);
  expect(Object.keys(server)).not.toContain('createAuthorizationResponse');
});

// [D5]
it('a backend application server serves machines, without authorize or refresh tokens', async () => {
  const server = backendApplicationServer(options('machine'));
  const issued = await server.createTokenResponse(form('/token', 'machine', machine));
  expect(bodyOf(issued)).not.toHaveProperty('refresh_token');
  const token = textOf(issued, 'access_token');
  const asked = await server.createIntrospectResponse(form('/introspect', 'machine', { token }));
  expect(bodyOf(asked)).toMatchObject({ active: true, client_id: 'machine' });
  const hinted = form('/revoke', 'machine', { token, token_type_hint: 'refresh_token' });
  const unsupported = await server.createRevocationResponse(hinted);
  expect(bodyOf(unsupported)['error']).toBe('unsupported_token_type');
  const revoked = await server.createRevocationResponse(form('/revoke', 'machine', { token }));
  expect(revoked.status).toBe(200);
  expect(await server.validateProtectedResourceRequest(get('/', token))).toMatchObject({
    ok: false,
    reason: 'token.invalid',
  });
});

// [D1] [L1]
it('a server of all grants has them all, and says so', async () => {
  const server = allGrantsServer({
    ...options('web', 'machine', 'legacy', 'page'),
    password: passwordOptions,
  });
  const document = bodyOf(await server.createMetadataResponse(get('/')));
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
    expect((await server.createTokenResponse(form('/token', clientId, parameters))).status).toBe(
      200,
    );
});

// [D9]
it('the lifetime may be seconds or a function of the request', async () => {
  const seconds = backendApplicationServer({ ...options('machine'), accessTokenLifetime: 42 });
  const byRequest = backendApplicationServer({
    ...options('machine'),
    accessTokenLifetime: ({ client }) => client.client_id.length,
  });
  const lifetime = async (server: typeof seconds) =>
    bodyOf(await server.createTokenResponse(form('/token', 'machine', machine)))['expires_in'];
  expect(await lifetime(seconds)).toBe(42);
  expect(await lifetime(byRequest)).toBe('machine'.length);
});

// [C8]
it('extra members join a token response, without replacing its own', async () => {
  const server = backendApplicationServer(options('machine'));
  const extra = { foo: 'bar', access_token: 'forged' };
  const response = await server.createTokenResponse(form('/token', 'machine', machine), extra);
  expect(bodyOf(response)['foo']).toBe('bar');
  expect(textOf(response, 'access_token')).not.toBe('forged');
});

// [B1]
it('says 503 while it is not available, whatever is asked', async () => {
  const server = webApplicationServer({ ...options('web'), isAvailable: () => false });
  const answers = await Promise.all([
    server.createTokenResponse(form('/token', 'web', machine)),
    server.createIntrospectResponse(form('/introspect', 'web', { token: 'x' })),
    server.createRevocationResponse(form('/revoke', 'web', { token: 'x' })),
    server.createMetadataResponse(get('/')),
    server.handle(authorizationRequest()),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
});

it('an issuer that may be http has an API that may be', async () => {
  const issuer = 'http://auth.intranet:8080/oauth';
  expect(() => backendApplicationServer({ ...options('machine'), issuer })).toThrow(
    'issuer: must use https, unless allowInsecureIssuer is set',
  );
  const server = backendApplicationServer({
    ...options('machine'),
    issuer,
    allowInsecureIssuer: true,
  });
  const issued = await server.createTokenResponse(form('/token', 'machine', machine));
  const request = get(`${issuer}/reports`, textOf(issued, 'access_token'));
  expect((await server.validateProtectedResourceRequest(request)).ok).toBe(true);
});

it.each(['https://auth.example', 'https://auth.example/tenant', 'https://AUTH.example:443/a/../b'])(
  'at %s serves what the challenges of its API point to',
  async (issuer) => {
    const server = backendApplicationServer({ ...options('machine'), issuer });
    const verdict = await server.validateProtectedResourceRequest(get('/reports'));
    if (verdict.ok) throw new TypeError('it lets anybody in');
    const challenge = String(verdict.response.headers['WWW-Authenticate']);
    const url = /resource_metadata="([^"]+)"/.exec(challenge)?.[1] ?? '';
    expect(url).toContain('https://auth.example/.well-known/oauth-protected-resource');
    expect(server.canHandle(url)).toBe(true);
    const found = await server.handle(get(url));
    expect(found).toMatchObject({ status: 200, headers: { 'Access-Control-Allow-Origin': '*' } });
    expect(bodyOf(found)).toMatchObject({ authorization_servers: [issuer] });
    const root = await server.handle(get('/.well-known/oauth-protected-resource'));
    expect(root.body).toBe(found.body);
  },
);

it('says nothing of an API on another host', async () => {
  const resource = { resource: 'https://api.example/v1' };
  const server = backendApplicationServer({ ...options('machine'), resource });
  expect(server.canHandle('/.well-known/oauth-protected-resource/v1')).toBe(false);
});

it('tells the same listener what its API refuses', async () => {
  const events = recordEvents();
  const { onEvent } = events;
  const server = backendApplicationServer({ ...options('machine'), onEvent });
  await server.validateProtectedResourceRequest(get('/', 'unknown-token-of-some-length'));
  expect(events.all).toMatchObject([{ type: 'request.refused', reason: 'token.invalid' }]);
});

// [D10]
it('says what is wrong with its API in the same breath', () => {
  const wrong = {
    ...options('web'),
    maxBodyBytes: -1,
    resource: { resource: 'api', authorizationServers: ['ftp://auth.example'] },
  };
  expect(() => webApplicationServer(wrong)).toThrow(
    /maxBodyBytes: .*\n.*resource\.resource: .*\n.*resource\.authorizationServers\[0\]: /,
  );
});

// [D10]
it('takes one options object, and says everything that is wrong with it', () => {
  const wrong = { ...options('web'), issuer: 'ftp://auth.example', maxBodyBytes: -1 };
  expect(() => webApplicationServer(wrong)).toThrow(/issuer: .*\n.*maxBodyBytes: /);
});
