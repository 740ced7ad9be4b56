import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serviceToken, startApi, startServer, type Running } from './sample.js';

let server: Running;
let api: Running;
beforeAll(async () => {
  server = await startServer();
  api = await startApi(server.url);
});
afterAll(() => {
  server.child.kill('SIGKILL');
  api.child.kill('SIGKILL');
});

const get = (path: string, token?: string): Promise<Response> =>
  fetch(api.url + path, { headers: { ...(token && { Authorization: `Bearer ${token}` }) } });
const challengeOf = (response: Response): string | null => response.headers.get('www-authenticate');

describe('the sample API, asking the demo server about tokens', () => {
  it('lets anybody in at /public', async () => {
    const response = await get('/public');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ message: 'Anybody may read this.' });
  });

  it('says without a token that one is needed, and where its metadata is', async () => {
    const response = await get('/profile');
    expect(response.status).toBe(401);
    expect(challengeOf(response)).toBe(
      `Bearer realm="${api.url}", resource_metadata="${api.url}/.well-known/oauth-protected-resource"`,
    );
    const metadata = await get('/.well-known/oauth-protected-resource');
    expect(await metadata.json()).toEqual({
      resource: api.url,
      authorization_servers: [server.url],
      scopes_supported: ['notes.read', 'profile'],
      bearer_methods_supported: ['header'],
    });
  });

  it('refuses a token that nobody gave', async () => {
    const response = await get('/notes', 'made-up');
    expect(response.status).toBe(401);
    expect(challengeOf(response)).toContain('error="invalid_token"');
  });

  it('takes a token with the scope, and knows whose it is', async () => {
    const response = await get('/notes', await serviceToken(server.url));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ read_by: 'demo-service' });
  });

  it('refuses a token without the scope, and names the scope', async () => {
    for (const [path, scope] of [
      ['/profile', 'profile'],
      ['/notes', 'notes.read'],
    ] as const) {
      const response = await get(path, await serviceToken(server.url, 'notes.write'));
      expect(response.status).toBe(403);
      expect(challengeOf(response)).toContain('error="insufficient_scope"');
      expect(challengeOf(response)).toContain(`scope="${scope}"`);
    }
  });

  it('refuses a token from the moment it is revoked', async () => {
    const token = await serviceToken(server.url);
    expect((await get('/notes', token)).status).toBe(200);
    await fetch(`${server.url}/revoke`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa('demo-service:demo-service-secret')}` },
      body: new URLSearchParams({ token }),
    });
    expect((await get('/notes', token)).status).toBe(401);
  });

  it.each([
    ['GET', '/nowhere', 404],
    ['GET', '//', 404],
    ['POST', '/notes', 405],
    ['HEAD', '/public', 200],
  ])('answers %s %s with %d', async (method, path, status) => {
    expect((await fetch(api.url + path, { method })).status).toBe(status);
  });
});
