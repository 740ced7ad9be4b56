import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ResponseMode } from '../contract/authorization.js';
import type { HttpResponse } from '../contract/http.js';
import { definePlugin } from '../lib/define-plugin.js';
import {
  app,
  authorizeUrl,
  callback,
  headerOf,
  redirectOf,
  responseTypes,
  serveAuthorization,
  usual,
} from '../testing-support/authorization.js';
import { request } from '../testing-support/requests.js';
import { issuer } from '../testing-support/serve.js';

const tenant = `${callback}?tenant=1`;

/** The form of a page, as a browser reads it. */
function formOf({ body }: HttpResponse) {
  const text = (html = '') =>
    html
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  const fields = [...body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  return {
    action: text(/<form method="post" action="([^"]*)">/.exec(body)?.[1]),
    fields: Object.fromEntries(fields.map(([, name, value]) => [text(name), text(value)])),
  };
}

const ascii = String.fromCharCode(...Array.from({ length: 95 }, (_, index) => 0x20 + index));

// [E2] #13
describe('state comes back as it was', () => {
  it.each(['s', '&=%+ "<>\'', '%26', '+', '%', ascii, 'x'.repeat(4096), 'é€𝒳'])(
    'unchanged, in every response mode: %j',
    async (state) => {
      const { authorize } = serveAuthorization();
      expect(redirectOf(await authorize({ state })).query['state']).toBe(state);
      const denied = await authorize({ state, response_type: 'nothing' });
      expect(redirectOf(denied).query['state']).toBe(state);
      const inFragment = await authorize({ state, response_type: 'token' });
      expect(redirectOf(inFragment).fragment['state']).toBe(state);
      expect(formOf(await authorize({ state, response_mode: 'form_post' })).fields['state']).toBe(
        state,
      );
    },
  );

  it('is percent-encoded once', async () => {
    const { authorize } = serveAuthorization();
    const location = headerOf(await authorize({ state: '%2B+' }), 'Location');
    expect(location).toContain('&state=%252B%2B&');
  });

  // #14
  it('is not made up when there was none', async () => {
    const { authorize } = serveAuthorization();
    expect(Object.keys(redirectOf(await authorize()).query)).toEqual(['code', 'iss']);
    const refused = redirectOf(await authorize({ scope: 'nothing' }));
    expect(refused.query).not.toHaveProperty('state');
  });
});

// #44
describe('a registered query stays', () => {
  const clients = [{ ...app, redirect_uris: [tenant] }];
  const { authorize } = serveAuthorization({ clients });

  it.each([undefined, 'query'])('with the code, mode %s', async (response_mode) => {
    const response = await authorize({ redirect_uri: tenant, state: 's', response_mode });
    expect(headerOf(response, 'Location')).toMatch(
      /^https:\/\/app\.example\/cb\?tenant=1&code=[\w-]+&state=s&iss=/,
    );
  });

  it('with an error', async () => {
    const response = await authorize({ redirect_uri: tenant, scope: 'nothing' });
    expect(redirectOf(response)).toMatchObject({
      to: callback,
      query: { tenant: '1', error: 'invalid_scope', iss: issuer },
    });
  });

  it('beside a fragment', async () => {
    const response = await authorize({ redirect_uri: tenant, response_mode: 'fragment' });
    const { query, fragment } = redirectOf(response);
    expect(query).toEqual({ tenant: '1' });
    expect(Object.keys(fragment)).toEqual(['code', 'iss']);
  });

  it('in the action of a form', async () => {
    const response = await authorize({ redirect_uri: tenant, response_mode: 'form_post' });
    expect(formOf(response).action).toBe(tenant);
  });
});

describe('which mode', () => {
  it.each(['query', 'fragment', 'form_post'])('a code may come by %s', async (response_mode) => {
    const { authorize, store } = serveAuthorization();
    const response = await authorize({ response_mode });
    expect(response.status).toBe(response_mode === 'form_post' ? 200 : 303);
    expect(store.records.size).toBe(1);
  });

  // #56
  it.each(['token', 'code token'])('%s never comes in a query', async (response_type) => {
    const { authorize, store, events } = serveAuthorization();
    const response = await authorize({ response_type, response_mode: 'query', state: 's' });
    const { query, fragment } = redirectOf(response);
    expect(query).toEqual({});
    expect(fragment).toMatchObject({ error: 'invalid_request', state: 's', iss: issuer });
    expect(events[0]?.reason).toBe('response_mode.unsuitable');
    expect(store.records.size).toBe(0);
  });

  // [E18]
  it('one that no plugin registers is refused, not replaced', async () => {
    const { authorize, store } = serveAuthorization();
    for (const response_mode of ['web_message', '__proto__', 'Query', 'query ']) {
      const { query } = redirectOf(await authorize({ response_mode }));
      expect(query).toMatchObject({ error: 'invalid_request', iss: issuer });
    }
    expect(store.records.size).toBe(0);
  });

  it('one of a plugin learns whose answer it is, and may take its time, as signing does', async () => {
    const signed: ResponseMode = {
      carriesTokens: true,
      async respond(uri, parameters, { client }, server) {
        await Promise.resolve();
        const claims = {
          iss: server.issuer,
          aud: client.client_id,
          ...Object.fromEntries(parameters),
        };
        const response = encodeURIComponent(JSON.stringify(claims));
        return { status: 303, headers: { Location: `${uri}?response=${response}` }, body: '' };
      },
    };
    const plugins = [
      responseTypes,
      definePlugin({ name: 'm', responseModes: { 'query.jwt': signed } }),
    ];
    const { authorize } = serveAuthorization({ plugins });
    for (const [query, expected] of [
      [{ state: 's' }, { state: 's' }],
      [{ scope: 'nothing' }, { error: 'invalid_scope' }],
    ] as const) {
      const answer = redirectOf(await authorize({ ...query, response_mode: 'query.jwt' })).query;
      expect(JSON.parse(answer['response'] ?? '')).toMatchObject({ aud: 'app', ...expected });
    }
  });

  it('errors come the way that was asked for', async () => {
    const { authorize } = serveAuthorization();
    const scope = 'nothing';
    const expected = { error: 'invalid_scope', iss: issuer, state: 's' };
    const query = redirectOf(await authorize({ scope, state: 's', response_mode: 'query' })).query;
    expect(query).toMatchObject(expected);
    const fragment = await authorize({ scope, state: 's', response_mode: 'fragment' });
    expect(redirectOf(fragment).fragment).toMatchObject(expected);
    const form = await authorize({ scope, state: 's', response_mode: 'form_post' });
    expect(formOf(form).fields).toMatchObject(expected);
    const token = await authorize({ scope, state: 's', response_type: 'token' });
    expect(redirectOf(token).fragment).toMatchObject(expected);
  });
});

// #58
describe('form_post', () => {
  const script = /<script>(.*?)<\/script>/;

  it('submits itself and says so in its policy', async () => {
    const { authorize } = serveAuthorization();
    const response = await authorize({ response_mode: 'form_post', state: 's' });
    expect(response.headers['Content-Type']).toBe('text/html;charset=UTF-8');
    const digest = createHash('sha256')
      .update(script.exec(response.body)?.[1] ?? '')
      .digest('base64');
    const policy = headerOf(response, 'Content-Security-Policy').split('; ');
    expect(policy).toEqual([
      "default-src 'none'",
      `script-src 'sha256-${digest}'`,
      'form-action https://app.example',
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]);
    const { action, fields } = formOf(response);
    expect(action).toBe(callback);
    expect(Object.keys(fields)).toEqual(['code', 'state', 'iss']);
  });

  it.each([
    ['https://app.example:8443/cb;v=1?a=1', 'https://app.example:8443'],
    ['http://127.0.0.1:8080/a,b', 'http://127.0.0.1:8080'],
    ['http://[::1]:8080/cb', 'http:'],
    ['com.example.app:/cb', 'com.example.app:'],
    ['https://app.example;sandbox', 'https://app.example'],
  ])('lets %s be posted to', async (uri, allowed) => {
    const clients = () => ({ ...app, redirect_uris: [uri] });
    const { authorize } = serveAuthorization({ clients });
    const response = await authorize({ response_mode: 'form_post', redirect_uri: uri });
    expect(formOf(response).action).toBe(uri);
    const policy = headerOf(response, 'Content-Security-Policy').split('; ');
    expect(policy).toContain(`form-action ${allowed}`);
    expect(policy).toHaveLength(5);
  });

  it('makes nothing of what the client sends', async () => {
    const { authorize } = serveAuthorization();
    const state = '"><script>alert(1)</script><input name="code" value="';
    const { body } = await authorize({ response_mode: 'form_post', state });
    expect(body.match(/<script/g)).toHaveLength(1);
    expect(body.match(/<input/g)).toHaveLength(3);
  });
});

// #62
describe('headers', () => {
  it.each([
    ['a redirect', {}, 303],
    ['an error that is redirected', { scope: 'nothing' }, 303],
    ['a form', { response_mode: 'form_post' }, 200],
    ['a fault that is shown', { client_id: 'unknown' }, 400],
  ])('of %s keep it out of caches, Referer and frames', async (_, query, status) => {
    const { authorize } = serveAuthorization();
    for (const headers of [{}, { Accept: 'application/json' }]) {
      const response = await authorize(query, headers);
      expect(response.status).toBe(status);
      expect(response.headers).toMatchObject({
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
        'X-Frame-Options': 'DENY',
      });
    }
  });

  it('of a page of the app’s own too, which may add and replace', async () => {
    const page = { status: 200, headers: { 'X-Frame-Options': 'SAMEORIGIN', ETag: 'x' }, body: '' };
    const { authorize } = serveAuthorization({ authorize: () => ({ show: page }) });
    const { headers } = await authorize();
    expect(headers).toMatchObject({
      'Referrer-Policy': 'no-referrer',
      'X-Frame-Options': 'SAMEORIGIN',
      ETag: 'x',
    });
  });
});

// #232
it('iss is in every redirected answer, exactly', async () => {
  const { authorize } = serveAuthorization({ issuer: `${issuer}/tenant/` });
  const at = (query: object) =>
    serveAuthorization({ issuer: `${issuer}/tenant/` }).send(
      request('GET', `/tenant${authorizeUrl({ ...usual, ...query })}`),
    );
  expect((await authorize()).status).toBe(404);
  expect(redirectOf(await at({})).query['iss']).toBe(`${issuer}/tenant/`);
  expect(redirectOf(await at({ scope: 'nothing' })).query['iss']).toBe(`${issuer}/tenant/`);
});
