import { describe, expect, it } from 'vitest';
import { findRedirectUriFault } from './redirect-uri.js';
import { ConfigurationError } from '../errors.js';
import { app, callback, redirectOf, serveAuthorization } from '../testing-support/authorization.js';

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
    ['#25 with a slash', `${callback}/`],
    ['#25 in capitals', 'https://app.example/CB'],
    ['#25 with the host in capitals', 'https://APP.example/cb'],
    ['#25 with a query', `${callback}?x=1`],
    ['#25 with a bare query', `${callback}?`],
    ['#25 without a path', 'https://app.example'],
    ['#25 shortened', 'https://app.example/c'],
    ['#25 with the default port', 'https://app.example:443/cb'],
    ['#26 with another path', 'https://app.example/other'],
    ['#28 with a user name', 'https://app.example@evil.example/cb'],
    ['#28 as a user name', 'https://evil.example@app.example/cb'],
    ['#28 with an encoded @', 'https://app.example%40evil.example/cb'],
    ['#28 as user name and port', 'https://app.example:443@evil.example/cb'],
    ['#29 through dot segments', 'https://app.example/x/../cb'],
    ['#29 through encoded dot segments', 'https://app.example/x/%2e%2e/cb'],
    ['#29 through encoded slashes', `${callback}%2f..%2fevil`],
    ['#29 with a double slash', 'https://app.example//cb'],
    ['#29 with a dot segment', 'https://app.example/./cb'],
    ['#31 with backslashes', 'https:\\\\app.example\\cb'],
    ['#31 with one slash', 'https:/app.example/cb'],
    ['#31 with an encoded TAB', `${callback}%09`],
    ['#31 with a TAB', 'https://app.example/c\tb'],
    ['#31 with a line feed', `${callback}\n`],
    ['#31 with a leading space', ` ${callback}`],
    ['#32 with a fragment', `${callback}#x`],
    ['#32 with a bare #', `${callback}#`],
    ['#35 over http', 'http://app.example/cb'],
  ])('%s it is another', async (_, requested) => {
    expect(await accepts(callback, requested)).toBe(false);
  });

  it('#31 NUL is refused', async () => {
    const response = await serveAuthorization().authorize({ redirect_uri: `${callback}\0` });
    expect(response.status).toBe(400);
    expect(response.headers).not.toHaveProperty('Location');
  });

  it('#47 a dot is a dot', async () => {
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
    ['#37', 'http://127.0.0.1/cb', 'http://127.0.0.1:51004/cb'],
    ['#37', 'http://127.0.0.1:1/cb', 'http://127.0.0.1/cb'],
    ['#37', 'http://127.0.0.1', 'http://127.0.0.1:51004'],
    ['#37', 'http://127.0.0.1/cb?a=1', 'http://127.0.0.1:8/cb?a=1'],
    ['#38', 'http://[::1]/cb', 'http://[::1]:51004/cb'],
  ])('%s %s takes %s', async (_, registered, requested) => {
    expect(await accepts(registered, requested)).toBe(true);
  });

  it.each([
    ['#37', 'http://127.0.0.1/cb', 'http://127.0.0.1:51004/other'],
    ['#37', 'http://127.0.0.1/cb', 'http://127.0.0.1:99999/cb'],
    ['#37', 'http://127.0.0.1/cb', 'http://127.0.0.1:/cb'],
    ['#37', 'http://127.0.0.1/cb', 'http://127.0.0.1:80@evil.example/cb'],
    ['#37', 'http://127.0.0.1/cb', 'http://127.0.0.1.evil.example/cb'],
    ['#37', 'http://127.0.0.1/cb', 'http://127.0.0.2:8/cb'],
    ['#37', 'http://127.0.0.1/cb', 'http://127.1:8/cb'],
    ['#38', 'http://[::1]/cb', 'http://[0:0:0:0:0:0:0:1]/cb'],
    ['#38', 'http://[::1]/cb', 'http://127.0.0.1/cb'],
    ['#40', 'https://127.0.0.1/cb', 'https://127.0.0.1:8/cb'],
    ['#40', 'http://127.0.0.1/cb', 'https://127.0.0.1:8/cb'],
    ['#40', 'http://localhost/cb', 'http://localhost:8/cb'],
    ['#40', 'https://app.example/cb', 'https://app.example:8/cb'],
  ])('%s %s does not take %s', async (_, registered, requested) => {
    expect(await accepts(registered, requested)).toBe(false);
  });
});

describe('[E6] what no client can have', () => {
  it.each([
    ['#28', 'https://user@app.example/cb'],
    ['#28', 'https://app.example%40evil.example/cb'],
    ['#28', 'com.example.app://user@host/cb'],
    ['#29', 'https://app.example/x/../cb'],
    ['#29', 'https://app.example/x/%2E%2e/cb'],
    ['#29', 'https://app.example/.'],
    ['#31', 'https:\\\\app.example\\cb'],
    ['#31', 'https:/app.example/cb'],
    ['#31', ' https://app.example/cb'],
    ['#31', 'https://app.example/c\tb'],
    ['#31', 'https://app.example/cb\n'],
    ['#31', 'https://app.example/é'],
    ['#32', 'https://app.example/cb#x'],
    ['#32', 'https://app.example/cb#'],
    ['#34', 'javascript:alert(1)'],
    ['#34', 'JavaScript:alert(1)'],
    ['#34', ' javascript:alert(1)'],
    ['#34', 'java\tscript:alert(1)'],
    ['#34', 'data:text/html,x'],
    ['#34', 'vbscript:x'],
    ['#34', 'file:///etc/passwd'],
    ['#34', 'blob:https://app.example/x'],
    ['#34', 'about:blank'],
    ['#34', 'view-source:https://app.example'],
    ['#34', 'filesystem:https://app.example/x'],
    ['#34', 'intent:x'],
    ['#35', 'http://app.example/cb'],
    ['#35', 'http://127.0.0.1.evil.example/cb'],
    ['#35', 'http://localhost.evil.example/cb'],
    ['#46', 'https://app.example/cb?code=evil'],
    ['#46', 'https://app.example/cb?a=1&STATE=x'],
    ['#46', 'https://app.example/cb?c%6fde=evil'],
    ['#46', 'https://app.example/cb?code'],
    ['#46', 'https://app.example/cb?a&state&b'],
    ['#46', 'https://app.example/cb?access_token=x'],
    ['#47', 'https://*.app.example/cb'],
    ['#47', 'https://app.example/*'],
    ['#53', `https://app.example/${'a'.repeat(2048)}`],
    ['#235', 'https://app.example/cb?iss=https://evil.example'],
    ['#235', 'https://app.example/cb?%69ss=https://evil.example'],
    ['', 'app.example/cb'],
    ['', '/cb'],
    ['', '//app.example/cb'],
    ['', 'https://'],
    ['', 'https://app.example:99999/cb'],
    ['', 'https://app exa mple/cb'],
    ['', ''],
  ])('%s %j', (_, uri) => {
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

  it('#35 http is for those who say so', () => {
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

it('#322 10^4 registered URIs are gone through in linear time', async () => {
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
  it.each([
    [{ redirect_uris: undefined }],
    [{ redirect_uris: [] }],
    [{ redirect_uris: undefined, grant_types: undefined, response_types: undefined }],
    [{ redirect_uris: [], grant_types: [], response_types: ['none'] }],
  ])('#43 a listed client that can be answered needs one: %j', (members) => {
    const make = () => serveAuthorization({ clients: [{ ...app, ...members }] });
    expect(make).toThrow('clients[0].redirect_uris: must list where the client is answered');
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
