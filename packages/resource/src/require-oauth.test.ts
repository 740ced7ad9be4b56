import type { RequestListener } from 'node:http';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import {
  getAuth,
  requireOAuth,
  type ProtectedResource,
  type ProtectedResourceOptions,
  type Requirements,
} from '@oauth/resource';
import { sendRawRequest, startHttpServer } from '../test/http-server.js';
import { protectedApi, type ProtectedApi } from '../test/protected-api.js';
import { toySender } from '../test/toy-sender.js';

type CreateListener = (api: ProtectedResource) => RequestListener;

const nodeListener: CreateListener = (api) => {
  const guard = requireOAuth(api, 'read');
  return (request, response) =>
    void guard(request, response, () => response.end(JSON.stringify(getAuth(request))));
};

const expressApp: CreateListener = (api) => {
  const app = express();
  const router = express.Router();
  router.get('/profile', requireOAuth(api, 'read'), (request, response) => {
    response.json(getAuth(request));
  });
  router.delete('/profile', requireOAuth(api, { scopes: ['read'], maxAge: 60 }), (_, response) => {
    response.sendStatus(204);
  });
  app.use('/v1', router);
  return app;
};

async function startApi(
  createListener: CreateListener,
  options?: Partial<ProtectedResourceOptions>,
): Promise<ProtectedApi & { readonly origin: string; readonly port: number }> {
  const api = protectedApi(options);
  return { ...api, ...(await startHttpServer(createListener(api.api))) };
}

const authorized = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });

describe.each([
  ['node:http', nodeListener],
  ['Express', expressApp],
])('requireOAuth in %s', (_, createListener) => {
  it('calls the handler for a valid token, and getAuth says what the token says', async () => {
    const { origin, issueTokens } = await startApi(createListener);
    const { access } = await issueTokens({ scope: 'read write' });
    const response = await fetch(`${origin}/v1/profile`, authorized(access));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      subject: 'alice',
      clientId: 'app',
      scopes: ['read', 'write'],
    });
  });

  // #179 #184
  it('answers requests without token, with an invalid one and with too little scope', async () => {
    const { origin, issueTokens, api } = await startApi(createListener);
    const none = await fetch(`${origin}/v1/profile`);
    expect([none.status, await none.text()]).toEqual([401, '']);
    expect(none.headers.get('content-length')).toBe('0');
    expect(none.headers.get('www-authenticate')).toContain(`resource_metadata="${api.url}"`);
    const unknown = await fetch(`${origin}/v1/profile`, authorized('unknown-token-of-some-length'));
    expect(unknown.status).toBe(401);
    expect(await unknown.json()).toMatchObject({ error: 'invalid_token' });
    const { access } = await issueTokens({ scope: 'write' });
    const insufficient = await fetch(`${origin}/v1/profile`, authorized(access));
    expect(insufficient.status).toBe(403);
    expect(insufficient.headers.get('www-authenticate')).toContain('scope="read"');
    expect(insufficient.headers.get('cache-control')).toBe('no-store');
  });

  // #182
  it('refuses two Authorization headers, of which node keeps the first only', async () => {
    const { port, issueTokens, events } = await startApi(createListener);
    const { access } = await issueTokens();
    const line = `Authorization: Bearer ${access}\r\n`;
    const sendHeaders = (headers: string) =>
      sendRawRequest(port, `GET /v1/profile HTTP/1.1\r\nHost: a\r\n${headers}\r\n`);
    expect(await sendHeaders(line)).toMatch(/^HTTP\/1\.1 200/);
    expect(await sendHeaders(line + line.toLowerCase())).toMatch(/^HTTP\/1\.1 400/);
    expect(await sendHeaders(`${line}AUTHORIZATION: Basic YTpi\r\n`)).toMatch(/^HTTP\/1\.1 400/);
    expect(events.all).toMatchObject([{ reason: 'token.repeated' }, { reason: 'token.repeated' }]);
  });

  it('requires a token of HEAD and OPTIONS too', async () => {
    const { origin, issueTokens } = await startApi(createListener);
    const head = await fetch(`${origin}/v1/profile`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([401, '']);
    expect(head.headers.get('www-authenticate')).toContain('Bearer realm=');
    const { access } = await issueTokens({ scope: 'write' });
    const insufficient = await fetch(`${origin}/v1/profile`, {
      method: 'HEAD',
      ...authorized(access),
    });
    expect([insufficient.status, await insufficient.text()]).toEqual([403, '']);
  });

  // [I11]
  it('reads a token in the query only with allowTokenInQuery', async () => {
    const strict = await startApi(createListener);
    const { access } = await strict.issueTokens();
    const refused = await fetch(`${strict.origin}/v1/profile?access_token=${access}`);
    expect(refused.status).toBe(401);
    const lax = await startApi(createListener, { allowTokenInQuery: true });
    const { access: other } = await lax.issueTokens();
    const passed = await fetch(`${lax.origin}/v1/profile?access_token=${other}`);
    expect(passed.status).toBe(200);
  });
});

it('requireOAuth sends the headers of a sender constraint with the response of the handler', async () => {
  const { origin, issueTokens } = await startApi(nodeListener, {
    senders: { toy: toySender('toy') },
  });
  const { access } = await issueTokens({ details: '{"cnf":{"toy":"k1"}}' });
  const headers = { Authorization: `Bearer ${access}`, 'toy-key': 'k1' };
  const response = await fetch(`${origin}/v1/profile`, { headers });
  expect([response.status, response.headers.get('toy-nonce')]).toEqual([200, 'next']);
});

// #161
it('requireOAuth challenges for a new sign-in where maxAge is exceeded', async () => {
  const { origin, issueTokens } = await startApi(expressApp);
  const deleteProfile = async (details: string) => {
    const { access } = await issueTokens({ details });
    return fetch(`${origin}/v1/profile`, { method: 'DELETE', ...authorized(access) });
  };
  const old = await deleteProfile('{"auth_time":1999999000}');
  expect(old.status).toBe(401);
  expect(old.headers.get('www-authenticate')).toContain('max_age="60"');
  expect((await deleteProfile('{"auth_time":1999999990}')).status).toBe(204);
});

it('getAuth throws a hint where requireOAuth was forgotten', () => {
  expect(() => getAuth({ headers: {} })).toThrow('put it before this handler');
});

describe('requireOAuth, given requirements that no token can meet', () => {
  const { api } = protectedApi();
  it.each<[string, Requirements | readonly string[]]>([
    // #146
    ['an empty scope', ['']],
    ['an empty scope among others', { scopes: ['read', ''] }],

    ['two scopes in one', ['read write']],
    ['an empty list of classes', { acrValues: [] }],
    ['a class with a space', { acrValues: ['a b'] }],
    ['a negative age', { maxAge: -1 }],
    ['an age of NaN', { maxAge: NaN }],
  ])('throws a ConfigurationError for %s', (_, required) => {
    const configure = () =>
      'length' in required ? requireOAuth(api, ...required) : requireOAuth(api, required);
    expect(configure).toThrow(ConfigurationError);
  });

  // #146
  it('throws a ConfigurationError for scopes and other requirements in one list', () => {
    const mixed = Reflect.apply.bind(undefined, requireOAuth, undefined, [
      api,
      'read',
      { maxAge: 1 },
    ]);
    expect(mixed).toThrow(ConfigurationError);
  });

  // #146
  it('throws a ConfigurationError for a misspelt requirement', () => {
    const misspelt: object = { scope: 'admin' };
    expect(() => requireOAuth(api, misspelt)).toThrow('scope: is not an option');
  });
});
