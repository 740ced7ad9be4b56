import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HttpResponse, OAuthError, type Server, type Store } from '@oauth/core';
import { issuer, revokeServer } from '../test/revoke-server.js';

type Query = Readonly<Record<string, string | undefined>>;

/** The request of a script tag. */
function requestScript(server: Server, query: Query, headers: Record<string, string> = {}) {
  const url = new URL(`${issuer}/revoke`);
  const defaults = { client_id: 'spa', callback: 'package.myCallback' };
  for (const [name, value] of Object.entries<string | undefined>({ ...defaults, ...query }))
    if (value !== undefined) url.searchParams.set(name, value);
  return server.handle(new Request(url, { headers }));
}

/** Runs the response as a page would; returns what the callback was called with. */
function runScript({ body }: HttpResponse): unknown[] {
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
  it('revokes the token and calls the callback without an argument', async () => {
    const { server, issueTokens, areLive } = revokeServer({ allowJsonp: true });
    const { access, refresh } = await issueTokens('spa');
    const response = await requestScript(server, { token: access });
    expect(response.status).toBe(200);
    expect(response.headers).toEqual(script);
    expect(response.body).toBe('/**/package.myCallback();');
    expect(runScript(response)).toEqual(['called']);
    expect(await areLive(access, refresh)).toEqual([false, true]);
  });

  it('gets an error as the argument, and its status', async () => {
    const { server, events } = revokeServer({ allowJsonp: true, tokenTypes: ['refresh_token'] });
    const response = await requestScript(server, { token: 'x', token_type_hint: 'access_token' });
    expect(response.status).toBe(400);
    expect(response.headers).toMatchObject(script);
    expect(runScript(response)).toMatchObject([{ error: 'unsupported_token_type' }, 'called']);
    expect(events.of('request.refused')).toMatchObject([{ clientId: 'spa' }]);
  });

  it('gets a script, unlike any other request', async () => {
    const { server, spa, issueTokens, areLive } = revokeServer({ allowJsonp: true });
    const { access } = await issueTokens('spa');
    const posted = await spa.post('/revoke', { token: 'x', callback: 'f' });
    expect(posted).toMatchObject({ status: 200, text: '' });
    const elsewhere = await server.handle(new Request(`${issuer}/token?callback=f`));
    expect(elsewhere.headers).toMatchObject({ 'Content-Type': 'application/json;charset=UTF-8' });
    const head = new Request(`${issuer}/revoke?client_id=spa&callback=f&token=${access}`, {
      method: 'HEAD',
    });
    expect((await server.handle(head)).status).toBe(405);
    expect(await areLive(access)).toEqual([true]);
  });
});

describe('a script tag cannot', () => {
  it('use the credentials that the browser remembers, nor credentials in the URL', async () => {
    const { server, issueTokens, areLive } = revokeServer({ allowJsonp: true });
    const { access } = await issueTokens('web');
    const query = { client_id: 'web', token: access };
    const remembered = { Authorization: `Basic ${btoa('web:web-secret')}` };
    for (const response of [
      await requestScript(server, query, remembered),
      await requestScript(server, { ...query, client_id: undefined }, remembered),
      await requestScript(server, { ...query, client_secret: 'web-secret' }),
    ]) {
      expect(response.status).toBe(400);
      expect(response.headers).not.toHaveProperty('WWW-Authenticate');
      expect(runScript(response)).toMatchObject([{ error: 'invalid_client' }, 'called']);
    }
    expect(await areLive(access)).toEqual([true]);
  });

  it('revoke the token of another client', async () => {
    const { server, issueTokens, areLive } = revokeServer({ allowJsonp: true });
    const { access } = await issueTokens('web');
    expect(runScript(await requestScript(server, { token: access }))).toEqual(['called']);
    expect(await areLive(access)).toEqual([true]);
  });

  it('mistake a failure of the store for a success', async () => {
    const get = () => {
      const uri = 'https://help.example/\u2028</script>';
      throw new OAuthError('server_error', { reason: 'store.down', uri });
    };
    const wrapStore = (store: Store): Store => ({ ...store, get });
    const { server } = revokeServer({ allowJsonp: true }, { wrapStore });
    const response = await requestScript(server, { token: 'x'.repeat(59) });
    expect(response.status).toBe(500);
    expect(response.body).toMatch(/^[ -;=-~]+$/);
    const error_uri = 'https://help.example/\u2028</script>';
    expect(runScript(response)).toEqual([{ error: 'server_error', error_uri }, 'called']);
  });
});

describe('the callback parameter', () => {
  const malformed = [
    ...['', 'alert(1)', 'a;b', 'a b', 'a\n', '.a', 'a.', 'a..b', '1a', 'a.1', 'a[0]', 'a-b'],
    ...['é', 'a\u2028', '<script>', '//x', '/**/', 'a=1', 'a'.repeat(65), '\\u0061', '%61'],
  ];
  it.each(malformed)('is refused as %j, and the token is not revoked', async (callback) => {
    const { server, issueTokens, areLive } = revokeServer({ allowJsonp: true });
    const { access } = await issueTokens('spa');
    const { status, headers, body } = await requestScript(server, { token: access, callback });
    expect(status).toBe(400);
    expect(headers).toMatchObject({ 'Content-Type': 'application/json;charset=UTF-8' });
    expect(JSON.parse(body)).toMatchObject({ error: 'invalid_request' });
    expect(await areLive(access)).toEqual([true]);
  });

  it.each(['f', '$', '_', 'a.b.c', 'jQuery_1$', 'a'.repeat(64)])(
    'is accepted as %s',
    async (callback) => {
      const { server } = revokeServer({ allowJsonp: true });
      const { body } = await requestScript(server, { token: 'x', callback });
      expect(body).toBe(`/**/${callback}();`);
    },
  );

  it('is answered by one call or by JSON, whatever its text', async () => {
    const { server } = revokeServer({ allowJsonp: true });
    const text = fc.string({ unit: 'binary', maxLength: 80 });
    const names = fc.string({
      unit: fc.constantFrom('a', 'Z', '$', '_', '.', '9', '(', ';', '<', '\\', ' ', '\u2028'),
      maxLength: 70,
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, names), text, async (callback, token) => {
        const { headers, body } = await requestScript(server, { callback, token });
        const type = String(headers['Content-Type']);
        if (type.startsWith('application/json')) JSON.parse(body);
        else expect(body).toMatch(/^\/\*\*\/[A-Za-z_$][\w$.]{0,63}\(({"[ -;=-~]*})?\);$/);
      }),
      { numRuns: 200 },
    );
  });

  it.each(['%zz', 'token=a&token=b&callback=f', ''])(
    'is refused with invalid_request in the query %j',
    async (query) => {
      const { server } = revokeServer({ allowJsonp: true });
      const { status, body } = await server.handle(new Request(`${issuer}/revoke?${query}`));
      expect(status).toBe(400);
      expect(JSON.parse(body)).toMatchObject({ error: 'invalid_request' });
    },
  );

  it.each(['http://[', 'http://a:99999', 'http://@:'])(
    'is read from a request line that begins with %s',
    async (origin) => {
      const { server } = revokeServer({ allowJsonp: true });
      const url = `${origin}/revoke?client_id=spa&callback=f&token=x`;
      const { headers } = new Request(issuer);
      const request = { method: 'GET', url, headers, text: () => Promise.resolve('') };
      expect(await server.handle(request)).toMatchObject({ status: 200, body: '/**/f();' });
    },
  );
});
