import { describe, expect, it } from 'vitest';
import type { AuthorizationDecision } from '../contract/authorization.js';
import { definePlugin } from '../lib/define-plugin.js';
import {
  authorizeUrl,
  callback,
  redirectOf,
  responseTypes,
  serveAuthorization,
  usual,
} from '../testing-support/authorization.js';
import { post, request } from '../testing-support/requests.js';
import { issuer } from '../testing-support/serve.js';
import { createAuthorizationResponse, validateAuthorizationRequest } from './composed-calls.js';

const approve: AuthorizationDecision = { approve: { subject: 'alice', scope: ['read'] } };
const get = (query: object = {}) => request('GET', authorizeUrl({ ...usual, ...query }));

// [C2]
describe('validateAuthorizationRequest', () => {
  it('tells what is asked for, and stores nothing', async () => {
    const { server, store, events } = serveAuthorization({ authorize: undefined });
    const asked = await validateAuthorizationRequest(server, get({ scope: 'read', state: 's' }));
    expect(asked).toMatchObject({
      client: { client_id: 'app' },
      redirectUri: callback,
      responseType: 'code',
      responseMode: 'query',
      scope: ['read'],
      state: 's',
    });
    expect(store.records.size).toBe(0);
    expect(events).toEqual([]);
  });

  it('tells whatever else the client has sent, and what plugins find out', async () => {
    const extension = definePlugin({
      name: 'extension',
      hooks: { beforeAuthorize: ({ client }) => ({ tenant: `of ${client.client_id}` }) },
    });
    const { server } = serveAuthorization({ plugins: [responseTypes, extension] });
    const sent = {
      ...{ code_challenge: 'x'.repeat(43), code_challenge_method: 'S256', nonce: 'n' },
      ...{ display: 'page', prompt: 'login', ui_locales: 'de', login_hint: 'ann', claims: '{}' },
    };
    const { parameters, info } = await validateAuthorizationRequest(server, get(sent));
    for (const [name, value] of Object.entries(sent)) expect(parameters.get(name)).toBe(value);
    expect(info).toEqual({ tenant: 'of app' });
  });

  it.each([
    [{ client_id: 'unknown' }, { code: 'invalid_request', reason: 'client.unknown' }],
    [{ redirect_uri: 'https://evil.example' }, { reason: 'redirect_uri.mismatch' }],
    [{ scope: 'admin' }, { code: 'invalid_scope' }],
    [{ response_type: 'x' }, { code: 'unsupported_response_type' }],
  ])('throws for %j', async (query, error) => {
    const { server } = serveAuthorization();
    await expect(validateAuthorizationRequest(server, get(query))).rejects.toMatchObject(error);
  });
});

// [B1]
it('neither does anything while the server is not available', async () => {
  const { server, store, events } = serveAuthorization({ isAvailable: () => false });
  await expect(validateAuthorizationRequest(server, get())).rejects.toMatchObject({
    code: 'temporarily_unavailable',
    reason: 'server.unavailable',
  });
  expect((await createAuthorizationResponse(server, get(), approve)).status).toBe(503);
  expect(events.map(({ type, reason }) => [type, reason])).toEqual([
    ['request.failed', 'server.unavailable'],
  ]);
  expect(store.records.size).toBe(0);
});

// [C3]
describe('createAuthorizationResponse', () => {
  it('answers by a decision made outside', async () => {
    const { server, store } = serveAuthorization({ authorize: undefined });
    const response = await createAuthorizationResponse(server, get({ state: 's' }), approve);
    expect(redirectOf(response)).toMatchObject({
      to: callback,
      query: { state: 's', iss: issuer },
    });
    expect([...store.records.values()]).toMatchObject([{ data: { scope: 'read' } }]);
    const denied = await createAuthorizationResponse(server, get(), { deny: true });
    expect(redirectOf(denied).query['error']).toBe('access_denied');
  });

  it('shows or redirects what validateAuthorizationRequest threw', async () => {
    const { server, store } = serveAuthorization();
    const shown = await createAuthorizationResponse(server, get({ client_id: 'x' }), approve);
    expect(shown.status).toBe(400);
    expect(shown.headers).not.toHaveProperty('Location');
    const sent = await createAuthorizationResponse(server, get({ scope: 'admin' }), approve);
    expect(redirectOf(sent).query['error']).toBe('invalid_scope');
    expect(store.records.size).toBe(0);
  });

  it('a posted request can be checked first and answered then', async () => {
    const { server } = serveAuthorization();
    const body = new URLSearchParams(usual);
    const http = new Request(`${issuer}/authorize`, { method: 'POST', body });
    expect((await validateAuthorizationRequest(server, http)).redirectUri).toBe(callback);
    const response = await createAuthorizationResponse(server, http, approve);
    expect(redirectOf(response).query).toHaveProperty('code');
  });

  it('so can a page that comes back', async () => {
    const { server } = serveAuthorization();
    const body = new URLSearchParams('scope=read&scope=write');
    const http = new Request(issuer + authorizeUrl(usual), { method: 'POST', body });
    const asked = await validateAuthorizationRequest(server, http);
    expect(asked.form?.all('scope')).toEqual(['read', 'write']);
    const response = await createAuthorizationResponse(server, http, approve);
    expect(redirectOf(response).query).toHaveProperty('code');
  });

  // #10
  it.each(['HEAD', 'PUT', 'DELETE'])('gives no code for %s', async (method) => {
    const { server, store } = serveAuthorization();
    const http = request(method, authorizeUrl(usual));
    await expect(validateAuthorizationRequest(server, http)).rejects.toMatchObject({ status: 405 });
    const response = await createAuthorizationResponse(server, http, approve);
    expect(response.status).toBe(405);
    expect(response.headers['Allow']).toBe('GET, POST');
    expect(store.records.size).toBe(0);
  });

  it('is not fooled by a form that names the client again', async () => {
    const { server } = serveAuthorization();
    const http = post(authorizeUrl(usual), { client_id: 'app' });
    expect((await createAuthorizationResponse(server, http, approve)).status).toBe(400);
  });
});
