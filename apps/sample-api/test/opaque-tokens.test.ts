import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppProcess } from '@oauth/app-kit/app-process';
import {
  requestServiceToken,
  serviceCredentials,
  startDemoServer,
  startSampleApi,
} from './start-sample.js';

let server: AppProcess;
let api: AppProcess;
beforeAll(async () => {
  server = await startDemoServer();
  api = await startSampleApi(server.url);
});
afterAll(() => {
  server.child.kill('SIGKILL');
  api.child.kill('SIGKILL');
});

const fetchApi = (path: string, token?: string): Promise<Response> =>
  fetch(api.url + path, { headers: { ...(token && { Authorization: `Bearer ${token}` }) } });
const getChallenge = (response: Response): string | null =>
  response.headers.get('www-authenticate');

describe('the sample API, introspecting tokens at the demo server', () => {
  it('answers /public without a token', async () => {
    const response = await fetchApi('/public');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ message: 'This path needs no access token.' });
  });

  it('tells a client without a token where to get one', async () => {
    const response = await fetchApi('/profile');
    expect(response.status).toBe(401);
    expect(getChallenge(response)).toBe(
      `Bearer realm="${api.url}", resource_metadata="${api.url}/.well-known/oauth-protected-resource"`,
    );
    const metadata = await fetchApi('/.well-known/oauth-protected-resource');
    expect(await metadata.json()).toEqual({
      resource: api.url,
      authorization_servers: [server.url],
      scopes_supported: ['notes.read', 'profile'],
      bearer_methods_supported: ['header'],
    });
  });

  it('refuses a made-up token with invalid_token', async () => {
    const response = await fetchApi('/notes', 'made-up');
    expect(response.status).toBe(401);
    expect(getChallenge(response)).toContain('error="invalid_token"');
  });

  it('accepts a token with the scope, and knows its client', async () => {
    const response = await fetchApi('/notes', await requestServiceToken(server.url));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ read_by: 'demo-service' });
  });

  it('refuses a token without the scope, and names the scope', async () => {
    for (const [path, scope] of [
      ['/profile', 'profile'],
      ['/notes', 'notes.read'],
    ] as const) {
      const response = await fetchApi(path, await requestServiceToken(server.url, 'notes.write'));
      expect(response.status).toBe(403);
      expect(getChallenge(response)).toContain('error="insufficient_scope"');
      expect(getChallenge(response)).toContain(`scope="${scope}"`);
    }
  });

  it('refuses a token as soon as it is revoked', async () => {
    const token = await requestServiceToken(server.url);
    expect((await fetchApi('/notes', token)).status).toBe(200);
    await fetch(`${server.url}/revoke`, {
      method: 'POST',
      headers: { Authorization: serviceCredentials },
      body: new URLSearchParams({ token }),
    });
    expect((await fetchApi('/notes', token)).status).toBe(401);
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
