import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HttpResponse, OAuthError, type Server, type Store } from '@oauth/core';
import { issuer, revokeServer } from '../test/revoke-server.js';

type Query = Readonly<Record<string, string | undefined>>;

/** What a script tag asks for. */
function load(server: Server, query: Query, headers: Record<string, string> = {}) {
  const url = new URL(`${issuer}/revoke`);
  const usual = { client_id: 'spa', callback: 'package.myCallback' };
  for (const [name, value] of Object.entries<string | undefined>({ ...usual, ...query }))
    if (value !== undefined) url.searchParams.set(name, value);
  return server.handle(new Request(url, { headers }));
}

/** Runs the answer as a page would; returns what the callback was called with. */
function run({ body }: HttpResponse): unknown[] {
  const calls: unknown[] = [];
  const page = { myCallback: (...values: unknown[]) => calls.push(...values, 'called') };
  runInNewContext(body, { package: page });
  return calls;
}

const script = {
  'Content-Type': 'application/javascript;charset=UTF-8',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
};

// [C18]
describe('a script tag of a public client (RFC 7009 section 2.3)', () => {
  it('revokes, and has the callback called with nothing', async () => {
    const { server, tokens, live } = revokeServer({ allowJsonp: true });
    const { access, refresh } = await tokens('spa');
    const response = await load(server, { token: access });
    expect(response.status).toBe(200);
    expect(response.headers).toEqual(script);
    expect(response.body).toBe('/**/package.myCallback();');
    expect(run(response)).toEqual(['called']);
    expect(await live(access, refresh)).toEqual([false, true]);
  });

  it('has errors in the argument, and their status', async () => {
    const { server, events } = revokeServer({ allowJsonp: true, tokenTypes: ['refresh_token'] });
    const response = await load(server, { token: 'x', token_type_hint: 'access_token' });
    expect(response.status).toBe(400);
    expect(response.headers).toMatchObject(script);
    expect(run(response)).toMatchObject([{ error: 'unsupported_token_type' }, 'called']);
    expect(events.of('request.refused')).toMatchObject([{ clientId: 'spa' }]);
  });

  it('is the only one who gets a script', async () => {
    const { server, spa, tokens, live } = revokeServer({ allowJsonp: true });
    const { access } = await tokens('spa');
    const posted = await spa.post('/revoke', { token: 'x', callback: 'f' });
    expect(posted).toMatchObject({ status: 200, text: '' });
    const elsewhere = await server.handle(new Request(`${issuer}/token?callback=f`));
    expect(elsewhere.headers).toMatchObject({ 'Content-Type': 'application/json;charset=UTF-8' });
    const head = new Request(`${issuer}/revoke?client_id=spa&callback=f&token=${access}`, {
      method: 'HEAD',
    });
    expect((await server.handle(head)).status).toBe(405);
    expect(await live(access)).toEqual([true]);
  });
});

describe('what a script tag cannot do', () => {
  it('use the credentials that the browser remembers, nor any in the URL', async () => {
    const { server, tokens, live } = revokeServer({ allowJsonp: true });
    const { access } = await tokens('web');
    const query = { client_id: 'web', token: access };
    const remembered = { Authorization: `Basic ${btoa('web:web-secret')}` };
    for (const response of [
      await load(server, query, remembered),
      await load(server, { ...query, client_id: undefined }, remembered),
      await load(server, { ...query, client_secret: 'web-secret' }),
    ]) {
      expect(response.status).toBe(400);
      expect(response.headers).not.toHaveProperty('WWW-Authenticate');
      expect(run(response)).toMatchObject([{ error: 'invalid_client' }, 'called']);
    }
    expect(await live(access)).toEqual([true]);
  });

  it('revoke another client’s token', async () => {
    const { server, tokens, live } = revokeServer({ allowJsonp: true });
    const { access } = await tokens('web');
    expect(run(await load(server, { token: access }))).toEqual(['called']);
    expect(await live(access)).toEqual([true]);
  });

  it('take a failure for a success', async () => {
    const get = () => {
      const uri = 'https://help.example/\u2028</script>';
      throw new OAuthError('server_error', { reason: 'store.down', uri });
    };
    const wrap = (store: Store): Store => ({ ...store, get });
    const { server } = revokeServer({ allowJsonp: true }, { wrap });
    const response = await load(server, { token: 'x'.repeat(59) });
    expect(response.status).toBe(500);
    expect(response.body).toMatch(/^[ -;=-~]+$/);
    const error_uri = 'https://help.example/\u2028</script>';
    expect(run(response)).toEqual([{ error: 'server_error', error_uri }, 'called']);
  });
});

describe('the name of the callback', () => {
  const wrong = [
    ...['', 'alert(1)', 'a;b', 'a b', 'a\n', '.a', 'a.', 'a..b', '1a', 'a.1', 'a[0]', 'a-b'],
    ...['é', 'a\u2028', '<script>', '//x', '/**/', 'a=1', 'a'.repeat(65), '\\u0061', '%61'],
  ];
  it.each(wrong)('cannot be %j', async (callback) => {
    const { server, tokens, live } = revokeServer({ allowJsonp: true });
    const { access } = await tokens('spa');
    const { status, headers, body } = await load(server, { token: access, callback });
    expect(status).toBe(400);
    expect(headers).toMatchObject({ 'Content-Type': 'application/json;charset=UTF-8' });
    expect(JSON.parse(body)).toMatchObject({ error: 'invalid_request' });
    expect(await live(access)).toEqual([true]);
  });

  it.each(['f', '$', '_', 'a.b.c', 'jQuery_1$', 'a'.repeat(64)])('can be %s', async (callback) => {
    const { server } = revokeServer({ allowJsonp: true });
    const { body } = await load(server, { token: 'x', callback });
    expect(body).toBe(`/**/${callback}();`);
  });

  it('whatever is sent: one call or JSON, never anything else', async () => {
    const { server } = revokeServer({ allowJsonp: true });
    const text = fc.string({ unit: 'binary', maxLength: 80 });
    const names = fc.string({
      unit: fc.constantFrom('a', 'Z', '$', '_', '.', '9', '(', ';', '<', '\\', ' ', '\u2028'),
      maxLength: 70,
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, names), text, async (callback, token) => {
        const { headers, body } = await load(server, { callback, token });
        const type = String(headers['Content-Type']);
        if (type.startsWith('application/json')) JSON.parse(body);
        else expect(body).toMatch(/^\/\*\*\/[A-Za-z_$][\w$.]{0,63}\(({"[ -;=-~]*})?\);$/);
      }),
      { numRuns: 200 },
    );
  });

  it.each(['%zz', 'token=a&token=b&callback=f', ''])('a query of %j is refused', async (query) => {
    const { server } = revokeServer({ allowJsonp: true });
    const { status, body } = await server.handle(new Request(`${issuer}/revoke?${query}`));
    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ error: 'invalid_request' });
  });

  it.each(['http://[', 'http://a:99999', 'http://@:'])(
    'a request line that begins with %s is read like any other',
    async (origin) => {
      const { server } = revokeServer({ allowJsonp: true });
      const url = `${origin}/revoke?client_id=spa&callback=f&token=x`;
      const { headers } = new Request(issuer);
      const request = { method: 'GET', url, headers, text: () => Promise.resolve('') };
      expect(await server.handle(request)).toMatchObject({ status: 200, body: '/**/f();' });
    },
  );
});
