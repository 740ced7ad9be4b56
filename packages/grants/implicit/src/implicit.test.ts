import { describe, expect, it } from 'vitest';
import { type Approval, createServer, type Plugin, type ServerOptions } from '@oauth/core';
import { findToken } from '@oauth/core/plugin';
import { memoryStore } from '@oauth/store-memory';
import { fakeClock, recordEvents } from '@oauth/testing';
import { implicit } from './index.js';

const issuer = 'https://auth.example';
const callback = 'https://app.example/cb';
const registration = {
  client_id: 'app',
  token_endpoint_auth_method: 'none',
  redirect_uris: [callback],
  grant_types: ['implicit', 'refresh_token'],
  response_types: ['token'],
  scope: 'read write',
};

/** Gives every grant a refresh token; the refresh grant itself is another package. */
const refreshTokens: Plugin = {
  name: 'refresh tokens',
  refreshTokens: () => ({ expiresAt: 4_000_000_000, data: {} }),
};

function implicitServer(options: Partial<ServerOptions> & { readonly approve?: Approval } = {}) {
  const { approve = { subject: 'alice' }, ...serverOptions } = options;
  const events = recordEvents();
  const clock = fakeClock();
  const store = memoryStore({ clock: clock.nowMs });
  const server = createServer({
    issuer,
    clients: [registration],
    store,
    authorize: () => ({ approve }),
    clock: clock.nowMs,
    onEvent: events.onEvent,
    plugins: [implicit(), refreshTokens],
    ...serverOptions,
  });
  const authorize = async (query = {}) => {
    const url = new URL(`${issuer}/authorize`);
    const defaults = {
      client_id: 'app',
      response_type: 'token',
      redirect_uri: callback,
      state: 's',
    };
    url.search = new URLSearchParams({ ...defaults, ...query }).toString();
    const response = await server.handle(new Request(url));
    const location = new URL(String(response.headers['Location'] ?? 'about:blank'));
    const fragment = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
    return { ...response, location, fragment };
  };
  return { server, store, clock, events, authorize };
}

// [E8] #55 #154
describe('the access token (RFC 6749 section 4.2.2)', () => {
  it('is in the fragment and nowhere else', async () => {
    const { authorize, server } = implicitServer();
    const { status, headers, location, fragment } = await authorize({ scope: 'read' });
    expect(status).toBe(303);
    expect(headers).toMatchObject({
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
    });
    expect(`${location.origin}${location.pathname}`).toBe(callback);
    expect(location.search).toBe('');
    const { access_token = '', ...otherMembers } = fragment;
    expect(otherMembers).toEqual({
      token_type: 'Bearer',
      expires_in: '3600',
      scope: 'read',
      state: 's',
      iss: issuer,
    });
    expect(await findToken(server.context, access_token)).toMatchObject({
      kind: 'access_token',
      clientId: 'app',
      subject: 'alice',
      data: { scope: 'read' },
    });
  });

  it('comes without a refresh token, whatever the client is registered for', async () => {
    const { authorize, store } = implicitServer();
    expect((await authorize()).fragment).not.toHaveProperty('refresh_token');
    expect(store.size).toBe(1);
  });

  it('has the scope, audience and details that the user approved', async () => {
    const approve = { subject: 'alice', scope: ['read'], audience: ['api'], details: { acr: '2' } };
    const { authorize, server } = implicitServer({ approve });
    const { fragment } = await authorize({ scope: 'read write' });
    expect(fragment['scope']).toBe('read');
    expect(await findToken(server.context, fragment['access_token'] ?? '')).toMatchObject({
      data: { scope: 'read', audience: ['api'], details: { acr: '2' } },
    });
  });

  it('lives for the accessTokenLifetime of the server', async () => {
    const { authorize, clock, server } = implicitServer({ accessTokenLifetime: 60 });
    const { fragment } = await authorize();
    expect(fragment['expires_in']).toBe('60');
    clock.advance(60);
    expect(await findToken(server.context, fragment['access_token'] ?? '')).toBeUndefined();
  });

  // #92
  it('is not in the event', async () => {
    const { authorize, events } = implicitServer();
    const { fragment } = await authorize();
    expect(events.all).toMatchObject([{ type: 'authorization.granted', subject: 'alice' }]);
    expect(JSON.stringify(events.all)).not.toContain(fragment['access_token']);
  });

  it('is posted with response_mode=form_post', async () => {
    const { authorize } = implicitServer();
    const { status, headers, body } = await authorize({ response_mode: 'form_post' });
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty('Location');
    expect(body).toContain('name="access_token"');
  });
});

describe('an error of the implicit grant', () => {
  // [L3]
  it.each([
    // #56
    ['for response_mode=query', { response_mode: 'query' }, 'invalid_request'],

    ['for a scope that the client may not have', { scope: 'admin' }, 'invalid_scope'],
  ])('is in the fragment too: %s', async (_, query, error) => {
    const { authorize, store } = implicitServer();
    const { location, fragment } = await authorize(query);
    expect(location.search).toBe('');
    expect(fragment).toMatchObject({ error, state: 's', iss: issuer });
    expect(fragment).not.toHaveProperty('access_token');
    expect(store.size).toBe(0);
  });

  it('is access_denied when the user denies', async () => {
    const { authorize, store } = implicitServer({ authorize: () => ({ deny: true }) });
    expect((await authorize()).fragment['error']).toBe('access_denied');
    expect(store.size).toBe(0);
  });

  // #5
  it.each([
    ['the grant', { grant_types: [] }],
    ['the response type', { response_types: undefined }],
  ])(
    'is unauthorized_client for a client that is not registered for %s',
    async (_, changedMembers) => {
      const { authorize } = implicitServer({ clients: [{ ...registration, ...changedMembers }] });
      expect((await authorize()).fragment['error']).toBe('unauthorized_client');
    },
  );

  // #29
  it('is shown for a redirect URI that is not registered', async () => {
    const { authorize } = implicitServer();
    const { status, location } = await authorize({ redirect_uri: 'https://evil.example' });
    expect([status, location.href]).toEqual([400, 'about:blank']);
  });
});

// #4
it('the response type token is unsupported without this package', async () => {
  const withoutResponseType: Plugin = { ...implicit(), responseTypes: {} };
  const { authorize } = implicitServer({ plugins: [withoutResponseType, refreshTokens] });
  const { location } = await authorize();
  expect(location.searchParams.get('error')).toBe('unsupported_response_type');
});
