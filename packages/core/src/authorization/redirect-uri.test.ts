import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../contract/errors.js';
import { app, callback, redirectOf, serveAuthorization } from '../testing-support/authorization.js';
import { findRedirectUriFault } from './redirect-uri-rules.js';

/** Whether a request with one URI gets an answer at another, registered one. */
async function accepts(registered: string, requested: string): Promise<boolean> {
  const clients = [{ ...app, redirect_uris: [registered] }];
  const { authorize } = serveAuthorization({ clients });
  const response = await authorize({ redirect_uri: requested });
  if (response.status === 400) {
    expect(response.headers).not.toHaveProperty('Location');
    return false;
  }
  expect(redirectOf(response).to).toBe(requested.split('?', 1)[0]);
  return true;
}

describe('the requested URI is the registered one as a string (RFC 9700 section 2.1)', () => {
  it.each([
    // #25
    ['with a slash', `${callback}/`],
    ['in capitals', 'https://app.example/CB'],
    ['with the host in capitals', 'https://APP.example/cb'],
    ['with a query', `${callback}?x=1`],
    ['with a bare query', `${callback}?`],
    ['without a path', 'https://app.example'],
    ['shortened', 'https://app.example/c'],
    ['with the default port', 'https://app.example:443/cb'],
    // #26
    ['with another path', 'https://app.example/other'],
    // #28
    ['with a user name', 'https://app.example@evil.example/cb'],
    ['as a user name', 'https://evil.example@app.example/cb'],
    ['with an encoded @', 'https://app.example%40evil.example/cb'],
    ['as user name and port', 'https://app.example:443@evil.example/cb'],
    // #29
    ['through dot segments', 'https://app.example/x/../cb'],
    ['through encoded dot segments', 'https://app.example/x/%2e%2e/cb'],
    ['through encoded slashes', `${callback}%2f..%2fevil`],
    ['with a double slash', 'https://app.example//cb'],
    ['with a dot segment', 'https://app.example/./cb'],
    // #31
    ['with backslashes', 'https:\\\\app.example\\cb'],
    ['with one slash', 'https:/app.example/cb'],
    ['with an encoded TAB', `${callback}%09`],
    ['with a TAB', 'https://app.example/c\tb'],
    ['with a line feed', `${callback}\n`],
    ['with a leading space', ` ${callback}`],
    // #32
    ['with a fragment', `${callback}#x`],
    ['with a bare #', `${callback}#`],
    // #35
    ['over http', 'http://app.example/cb'],
  ])('%s it is another', async (_, requested) => {
    expect(await accepts(callback, requested)).toBe(false);
  });

  // #31
  it('NUL is refused', async () => {
    const response = await serveAuthorization().authorize({ redirect_uri: `${callback}\0` });
    expect(response.status).toBe(400);
    expect(response.headers).not.toHaveProperty('Location');
  });

  // #47
  it('a dot is a dot', async () => {
    expect(await accepts(callback, 'https://appXexample/cb')).toBe(false);
    expect(await accepts('https://app.example/c.', callback)).toBe(false);
  });

  it.each(['com.example.app:/cb', 'https://app.example', 'https://app.example/?tenant=1'])(
    '%s is good',
    async (uri) => {
      expect(await accepts(uri, uri)).toBe(true);
    },
  );
});

describe('the port of an http loopback literal varies (RFC 8252 section 7.3)', () => {
  it.each([
    // #37
    ['http://127.0.0.1/cb', 'http://127.0.0.1:51004/cb'],
    ['http://127.0.0.1:1/cb', 'http://127.0.0.1/cb'],
    ['http://127.0.0.1', 'http://127.0.0.1:51004'],
    ['http://127.0.0.1/cb?a=1', 'http://127.0.0.1:8/cb?a=1'],
    // #38
    ['http://[::1]/cb', 'http://[::1]:51004/cb'],
  ])('%s takes %s', async (registered, requested) => {
    expect(await accepts(registered, requested)).toBe(true);
  });

  it.each([
    // #37
    ['http://127.0.0.1/cb', 'http://127.0.0.1:51004/other'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:99999/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:80@evil.example/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1.evil.example/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.2:8/cb'],
    ['http://127.0.0.1/cb', 'http://127.1:8/cb'],
    // #38
    ['http://[::1]/cb', 'http://[0:0:0:0:0:0:0:1]/cb'],
    ['http://[::1]/cb', 'http://127.0.0.1/cb'],
    // #40
    ['https://127.0.0.1/cb', 'https://127.0.0.1:8/cb'],
    ['http://127.0.0.1/cb', 'https://127.0.0.1:8/cb'],
    ['http://localhost/cb', 'http://localhost:8/cb'],
    ['https://app.example/cb', 'https://app.example:8/cb'],
  ])('%s does not take %s', async (registered, requested) => {
    expect(await accepts(registered, requested)).toBe(false);
  });
});

// [E6]
describe('what no client can have', () => {
  it.each([
    // #28
    'https://user@app.example/cb',
    'https://app.example%40evil.example/cb',
    'com.example.app://user@host/cb',
    // #29
    'https://app.example/x/../cb',
    'https://app.example/x/%2E%2e/cb',
    'https://app.example/.',
    // #31
    'https:\\\\app.example\\cb',
    'https:/app.example/cb',
    ' https://app.example/cb',
    'https://app.example/c\tb',
    'https://app.example/cb\n',
    'https://app.example/é',
    // #32
    'https://app.example/cb#x',
    'https://app.example/cb#',
    // #34
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://app.example/x',
    'about:blank',
    'view-source:https://app.example',
    'filesystem:https://app.example/x',
    'intent:x',
    // #35
    'http://app.example/cb',
    'http://127.0.0.1.evil.example/cb',
    'http://localhost.evil.example/cb',
    // #46
    'https://app.example/cb?code=evil',
    'https://app.example/cb?a=1&STATE=x',
    'https://app.example/cb?c%6fde=evil',
    'https://app.example/cb?code',
    'https://app.example/cb?a&state&b',
    'https://app.example/cb?access_token=x',
    // #47
    'https://*.app.example/cb',
    'https://app.example/*',
    // #53
    `https://app.example/${'a'.repeat(2048)}`,
    // #235
    'https://app.example/cb?iss=https://evil.example',
    'https://app.example/cb?%69ss=https://evil.example',

    'app.example/cb',
    '/cb',
    '//app.example/cb',
    'https://',
    'https://app.example:99999/cb',
    'https://app exa mple/cb',
    '',
  ])('refuses %j as a redirect URI', (uri) => {
    expect(findRedirectUriFault(uri, {})).toBeTypeOf('string');
  });

  it('stays refused whatever the policy', () => {
    for (const uri of ['javascript:alert(1)', 'data:,x', 'https://a@b.example/'])
      expect(
        findRedirectUriFault(uri, {
          allowInsecureRedirects: true,
          allowRedirectSchemes: ['javascript', 'data', 'https'],
        }),
      ).toBeTypeOf('string');
  });

  it.each(['https://a.example/cb?codes=1&status=x', 'http://localhost:3000/cb', 'com.example:/'])(
    '%s is good',
    (uri) => {
      expect(findRedirectUriFault(uri, {})).toBeUndefined();
    },
  );

  // #35
  it('http is for those who say so', () => {
    const uri = 'http://app.example/cb';
    expect(findRedirectUriFault(uri, { allowInsecureRedirects: true })).toBeUndefined();
  });

  it('a private-use scheme without a dot is for those who list it', () => {
    expect(findRedirectUriFault('vscode://x/cb', {})).toContain('allowRedirectSchemes');
    expect(
      findRedirectUriFault('vscode://x/cb', { allowRedirectSchemes: ['vscode'] }),
    ).toBeUndefined();
  });
});

// #322
it('10^4 registered URIs are gone through in linear time', async () => {
  const all = Array.from({ length: 10_000 }, (_, index) => `http://127.0.0.1/cb${index}`);
  const { authorize } = serveAuthorization({ clients: [{ ...app, redirect_uris: all }] });
  const begun = performance.now();
  for (let round = 0; round < 20; round += 1) {
    const last = await authorize({ redirect_uri: 'http://127.0.0.1:51004/cb9999' });
    expect(redirectOf(last).query).toHaveProperty('code');
    const other = await authorize({ redirect_uri: 'http://127.0.0.1:51004/cb10000' });
    expect(other.status).toBe(400);
  }
  expect(performance.now() - begun).toBeLessThan(4000);
});

describe('at construction', () => {
  // #43
  it.each([
    [{ redirect_uris: undefined }],
    [{ redirect_uris: [] }],
    [{ redirect_uris: undefined, grant_types: undefined, response_types: undefined }],
    [{ redirect_uris: [], grant_types: [], response_types: ['none'] }],
  ])('a listed client that can be answered needs one: %j', (members) => {
    const make = () => serveAuthorization({ clients: [{ ...app, ...members }] });
    expect(make).toThrow('clients[0].redirect_uris: must list where responses go');
  });

  it.each([[{ grant_types: ['implicit'], response_types: ['code'] }], [{ response_types: [] }]])(
    'one that cannot does without: %j',
    (members) => {
      const clients = [{ ...app, redirect_uris: undefined, ...members }];
      expect(() => serveAuthorization({ clients })).not.toThrow();
    },
  );

  it('one URI where a list belongs is told to be no list', () => {
    const clients: unknown = [{ ...app, redirect_uris: callback }];
    expect(() => void Reflect.apply(serveAuthorization, undefined, [{ clients }])).toThrow(
      'clients[0].redirect_uris: must be a list',
    );
  });

  it('every bad URI is listed once, with its place', () => {
    const redirect_uris = [callback, 'javascript:alert(1)', `${callback}#x`];
    const clients = [app, { ...app, client_id: 'other', redirect_uris }];
    expect(() => serveAuthorization({ clients })).toThrow(ConfigurationError);
    try {
      serveAuthorization({ clients });
    } catch (error) {
      expect(error).toMatchObject({
        faults: [
          {
            path: 'clients[1].redirect_uris[1]',
            message: 'must not use the scheme javascript',
          },
          { path: 'clients[1].redirect_uris[2]', message: 'must not have a fragment' },
        ],
      });
    }
  });
});
