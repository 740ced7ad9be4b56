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
import { exchange, listening } from '../test/listening.js';
import { protectedApi, type ProtectedApi } from '../test/protected-api.js';

type Serve = (api: ProtectedResource) => RequestListener;

const plain: Serve = (api) => {
  const guard = requireOAuth(api, 'read');
  return (request, response) =>
    void guard(request, response, () => response.end(JSON.stringify(getAuth(request))));
};

const inExpress: Serve = (api) => {
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

async function serve(
  make: Serve,
  options?: Partial<ProtectedResourceOptions>,
): Promise<ProtectedApi & { readonly origin: string; readonly port: number }> {
  const served = protectedApi(options);
  return { ...served, ...(await listening(make(served.api))) };
}

const authorized = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });

describe.each([
  ['node:http', plain],
  ['Express', inExpress],
])('in %s', (_, make) => {
  it('lets a good token pass, and tells the handler about it', async () => {
    const { origin, issue } = await serve(make);
    const { access } = await issue({ scope: 'read write' });
    const response = await fetch(`${origin}/v1/profile`, authorized(access));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      subject: 'alice',
      clientId: 'app',
      scopes: ['read', 'write'],
    });
  });

  // #179 #184
  it('answers what else comes', async () => {
    const { origin, issue, api } = await serve(make);
    const none = await fetch(`${origin}/v1/profile`);
    expect([none.status, await none.text()]).toEqual([401, '']);
    expect(none.headers.get('content-length')).toBe('0');
    expect(none.headers.get('www-authenticate')).toContain(`resource_metadata="${api.url}"`);
    const unknown = await fetch(`${origin}/v1/profile`, authorized('unknown-token-of-some-length'));
    expect(unknown.status).toBe(401);
    expect(await unknown.json()).toMatchObject({ error: 'invalid_token' });
    const { access } = await issue({ scope: 'write' });
    const poor = await fetch(`${origin}/v1/profile`, authorized(access));
    expect(poor.status).toBe(403);
    expect(poor.headers.get('www-authenticate')).toContain('scope="read"');
    expect(poor.headers.get('cache-control')).toBe('no-store');
  });

  // #182
  it('refuses two Authorization headers, of which node would keep the first', async () => {
    const { port, issue, events } = await serve(make);
    const { access } = await issue();
    const line = `Authorization: Bearer ${access}\r\n`;
    const request = (headers: string) =>
      exchange(port, `GET /v1/profile HTTP/1.1\r\nHost: a\r\n${headers}\r\n`);
    expect(await request(line)).toMatch(/^HTTP\/1\.1 200/);
    expect(await request(line + line.toLowerCase())).toMatch(/^HTTP\/1\.1 400/);
    expect(await request(`${line}AUTHORIZATION: Basic YTpi\r\n`)).toMatch(/^HTTP\/1\.1 400/);
    expect(events.all).toMatchObject([{ reason: 'token.repeated' }, { reason: 'token.repeated' }]);
  });

  it('asks HEAD and OPTIONS for a token like GET', async () => {
    const { origin, issue } = await serve(make);
    const head = await fetch(`${origin}/v1/profile`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([401, '']);
    expect(head.headers.get('www-authenticate')).toContain('Bearer realm=');
    const { access } = await issue({ scope: 'write' });
    const poor = await fetch(`${origin}/v1/profile`, { method: 'HEAD', ...authorized(access) });
    expect([poor.status, await poor.text()]).toEqual([403, '']);
  });

  // [I11]
  it('reads the query only where it may', async () => {
    const strict = await serve(make);
    const { access } = await strict.issue();
    const refused = await fetch(`${strict.origin}/v1/profile?access_token=${access}`);
    expect(refused.status).toBe(401);
    const lax = await serve(make, { bearerIn: { query: true } });
    const { access: other } = await lax.issue();
    const passed = await fetch(`${lax.origin}/v1/profile?access_token=${other}`);
    expect(passed.status).toBe(200);
  });
});

// #161
it('asks for a new sign-in', async () => {
  const { origin, issue } = await serve(inExpress);
  const ask = async (details: string) => {
    const { access } = await issue({ details });
    return fetch(`${origin}/v1/profile`, { method: 'DELETE', ...authorized(access) });
  };
  const old = await ask('{"auth_time":1999999000}');
  expect(old.status).toBe(401);
  expect(old.headers.get('www-authenticate')).toContain('max_age="60"');
  expect((await ask('{"auth_time":1999999990}')).status).toBe(204);
});

it('tells who forgot it', () => {
  expect(() => getAuth({ headers: {} })).toThrow('put it before this handler');
});

describe('needs that cannot be met', () => {
  const { api } = protectedApi();
  it.each<[string, Requirements | readonly string[]]>([
    // #146
    ['an empty scope', ['']],
    ['an empty scope among others', { scopes: ['read', ''] }],

    ['two scopes in one', ['read write']],
    ['no class', { acrValues: [] }],
    ['a class with a space', { acrValues: ['a b'] }],
    ['a negative age', { maxAge: -1 }],
    ['no age', { maxAge: NaN }],
  ])('%s', (_, needed) => {
    const make = () =>
      'length' in needed ? requireOAuth(api, ...needed) : requireOAuth(api, needed);
    expect(make).toThrow(ConfigurationError);
  });

  // #146
  it('scopes and more in one list', () => {
    const mixed = Reflect.apply.bind(undefined, requireOAuth, undefined, [
      api,
      'read',
      { maxAge: 1 },
    ]);
    expect(mixed).toThrow(ConfigurationError);
  });

  // #146
  it('a misspelt one', () => {
    const misspelt: object = { scope: 'admin' };
    expect(() => requireOAuth(api, misspelt)).toThrow('scope: is not an option');
  });
});
