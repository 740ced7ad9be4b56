import { describe, expect, it } from 'vitest';
import type { HttpResponse } from '../contract/http.js';
import {
  app,
  authorizeUrl,
  callback,
  redirectOf,
  serveAuthorization,
  usual,
} from '../testing-support/authorization.js';
import { post, request } from '../testing-support/requests.js';
import { issuer } from '../testing-support/serve.js';

/** A page, and nowhere to go from it. */
function expectShown(response: HttpResponse, status = 400): void {
  expect(response.status).toBe(status);
  expect(response.headers).not.toHaveProperty('Location');
  expect(response.headers['Content-Type']).toBe('text/html;charset=UTF-8');
}

// [C4] [M2] [M3] [M4]
describe('faults in client or redirect URI are shown (RFC 6749 section 4.1.2.1)', () => {
  const attacker = 'https://evil.example/cb';

  it.each([
    // #1
    ['no client_id', { client_id: undefined }, 'client_id.missing'],
    ['an empty client_id', { client_id: '' }, 'client_id.missing'],
    // #2
    ['an unknown client', { client_id: 'x', redirect_uri: attacker }, 'client.unknown'],
    ['a client named __proto__', { client_id: '__proto__' }, 'client.unknown'],
    // #26
    ['another path', { redirect_uri: 'https://app.example/x' }, 'redirect_uri.mismatch'],
    // #49
    ['prompt=none', { redirect_uri: attacker, prompt: 'none' }, 'redirect_uri.mismatch'],
    ['a bad scope', { redirect_uri: attacker, scope: '"' }, 'redirect_uri.mismatch'],
    ['no response type', { redirect_uri: attacker, response_type: '' }, 'redirect_uri.mismatch'],
    // #53
    ['65 KB', { redirect_uri: `${callback}/${'a'.repeat(65_000)}` }, 'redirect_uri.mismatch'],
  ])('shows a page and redirects nowhere for %s', async (_, query, reason) => {
    const { authorize, events, store } = serveAuthorization();
    expectShown(await authorize({ state: 's', ...query }));
    expect(events).toMatchObject([
      { type: 'request.refused', endpoint: 'authorization_endpoint', reason },
    ]);
    expect(store.records.size).toBe(0);
  });

  it('tells the operator which redirect URI to register', async () => {
    const { authorize, events } = serveAuthorization();
    await authorize({ redirect_uri: `${callback}/` });
    expect(events[0]?.hint).toContain(`"${callback}/"`);
    expect(events[0]?.clientId).toBe('app');
  });

  // #92
  it('keeps the code of a client that sends where it is out of the log', async () => {
    const { authorize, events } = serveAuthorization();
    await authorize({ redirect_uri: `${callback}?a=1&code=secret#x=secret` });
    expect(events[0]?.hint).toContain(`"${callback}?a=…&code=…#x=…"`);
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  // [E7] #41
  it('the only registered URI is the default', async () => {
    const { authorize } = serveAuthorization();
    const response = await authorize({ redirect_uri: undefined });
    expect(redirectOf(response)).toMatchObject({ to: callback, query: { iss: issuer } });
    expect(redirectOf(response).query).toHaveProperty('code');
  });

  // [E7] #41
  it('of two registered URIs none is the default', async () => {
    const redirect_uris = [callback, `${callback}2`];
    const { authorize, events } = serveAuthorization({ clients: [{ ...app, redirect_uris }] });
    expectShown(await authorize({ redirect_uri: undefined }));
    expect(events[0]?.reason).toBe('redirect_uri.missing');
  });

  // [M4] #43
  it.each([undefined, []])('without a registered URI (%j) none is good', async (redirect_uris) => {
    const clients = () => ({ ...app, redirect_uris });
    const { authorize, events } = serveAuthorization({ clients });
    expectShown(await authorize());
    expectShown(await authorize({ redirect_uri: undefined }));
    expect(events.map(({ reason }) => reason)).toEqual([
      'redirect_uri.mismatch',
      'redirect_uri.missing',
    ]);
  });

  // [M4] #34 #35
  it('what a database holds is judged again at use', async () => {
    for (const uri of ['javascript:alert(1)', 'http://app.example/cb', `${callback}#x`]) {
      const clients = () => ({ ...app, redirect_uris: [uri] });
      const { authorize, events } = serveAuthorization({ clients });
      expectShown(await authorize({ redirect_uri: uri }));
      expectShown(await authorize({ redirect_uri: undefined }));
      expect(events.map(({ reason }) => reason)).toEqual(
        Array<string>(2).fill('redirect_uri.unsafe'),
      );
    }
  });
});

describe('parameters', () => {
  // [C5]
  it.each(['client_id', 'response_type', 'redirect_uri', 'scope', 'state', 'code_challenge', 'x'])(
    '%s twice is shown, not redirected (RFC 6749 section 3.1)',
    async (name) => {
      const { send, events } = serveAuthorization();
      const url = `${authorizeUrl({ ...usual, [name]: 'one' })}&${name}=one`;
      expectShown(await send(request('GET', url)));
      expect(events[0]?.reason).toBe('parameters.duplicate');
    },
  );

  // #7
  it('names in brackets are other names', async () => {
    const { authorize, events } = serveAuthorization();
    const redirected = redirectOf(await authorize({ 'state[]': 'a', 'scope[$ne]': 'x' }));
    expect(Object.keys(redirected.query)).toEqual(['code', 'iss']);
    expectShown(await authorize({ client_id: undefined, 'client_id[$ne]': 'x' }));
    expectShown(await authorize({ redirect_uri: 'x', 'redirect_uri[0]': callback }));
    expect(events.map(({ reason }) => reason)).toEqual([
      undefined,
      'client_id.missing',
      'redirect_uri.mismatch',
    ]);
  });

  // #8
  it('an empty value is an absent one', async () => {
    const { authorize, store } = serveAuthorization();
    const { query } = redirectOf(await authorize({ state: '', scope: '', response_mode: '' }));
    expect(Object.keys(query)).toEqual(['code', 'iss']);
    expect([...store.records.values()]).toMatchObject([{ data: { scope: 'read write' } }]);
    const refused = redirectOf(await authorize({ response_type: '' }));
    expect(refused.query).toMatchObject({ error: 'invalid_request', iss: issuer });
  });

  it.each(['%zz', '%', '%e0%a4', '%00', '%c0%af'])('%s is no encoding', async (text) => {
    const { send } = serveAuthorization();
    expectShown(await send(request('GET', `${authorizeUrl(usual)}&state=${text}`)));
  });
});

describe('methods and sources', () => {
  // #10
  it('a posted form is a request like any other', async () => {
    const { send } = serveAuthorization();
    const response = await send(post('/authorize', { ...usual, state: 's' }));
    expect(redirectOf(response)).toMatchObject({
      to: callback,
      query: { state: 's', iss: issuer },
    });
  });

  // [C6] #10
  it.each(['HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s does nothing', async (method) => {
    const { send, store } = serveAuthorization();
    const response = await send(request(method, authorizeUrl(usual)));
    expect(response.status).toBe(405);
    expect(response.headers['Allow']).toBe('GET, POST');
    expect(response.headers).not.toHaveProperty('Location');
    expect(store.records.size).toBe(0);
  });

  // [A3] #11
  it('a body beside the query must not name a client', async () => {
    const { send, store, events } = serveAuthorization();
    for (const client_id of ['app', 'other'])
      expectShown(await send(post(authorizeUrl(usual), { client_id })));
    expectShown(await send(post('/authorize?x=1', usual)));
    expect(events.map(({ reason }) => reason)).toEqual(
      Array<string>(3).fill('request.two_sources'),
    );
    expect(store.records.size).toBe(0);
  });

  // #11
  it('a body beside the query changes nothing of the request', async () => {
    const { send, store } = serveAuthorization();
    const url = authorizeUrl({ ...usual, scope: 'read', state: 's' });
    const body = { redirect_uri: 'https://evil.example', scope: 'read write', state: 'other' };
    const response = await send(post(url, { ...body, response_type: 'token' }));
    expect(redirectOf(response)).toMatchObject({ to: callback, query: { state: 's' } });
    expect([...store.records.values()]).toMatchObject([
      { kind: 'authorization_code', data: { scope: 'read' } },
    ]);
  });

  it('a posted body that is no form is refused', async () => {
    const { send } = serveAuthorization();
    const json = { 'Content-Type': 'application/json' };
    expectShown(await send(post('/authorize', JSON.stringify(usual), json)));
    expectShown(await send(post('/authorize', `x=${'a'.repeat(70_000)}`)), 413);
  });
});
