import { ClientSecretBasic, None, type AuthorizationServer, type ClientAuth } from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildAuthorizationUrl,
  discoverServer,
  isTokenActive,
  refreshTokens,
  requestClientToken,
  requestTokensByPassword,
  revokeToken,
  runCodeFlow,
  type ClientAtServer,
} from '@oauth/app-kit/oauth4webapi';
import { TestBrowser } from './harness/browser.js';
import { runServer, type RunningServer } from './harness/server-process.js';

// An independent client library, at the server that `npm start` runs, through its pages.
let server: RunningServer;
let as: AuthorizationServer;
beforeAll(async () => {
  server = await runServer();
  as = await discoverServer(server.issuer);
});
afterAll(() => server.child.kill('SIGKILL'));

function createClient(clientId: string, authentication: ClientAuth): ClientAtServer {
  return { as, client: { client_id: clientId }, authentication };
}

function isActive(token: string): Promise<boolean> {
  return isTokenActive(createClient('demo-api', ClientSecretBasic('demo-api-secret')), token);
}

/** Signs in as ada and approves; resolves to the URL of the redirect to the client. */
async function approveRequest({ pathname, search }: URL): Promise<URL> {
  const browser = new TestBrowser(server, server.issuer, '');
  const page = await browser.get(pathname + search);
  const consent = await browser.signIn(page, 'ada', 'engine');
  const { location = '' } = await browser.submit(consent, { decision: 'approve' });
  return new URL(location);
}

describe('the client library oauth4webapi', () => {
  it.each([
    ['demo-web', ClientSecretBasic('demo-web-secret'), 'http://localhost:3001/callback'] as const,
    ['demo-desktop', None(), 'http://127.0.0.1:49152/callback'] as const,
  ])(
    'gets, refreshes and revokes tokens with a code: %s',
    async (clientId, authentication, redirectUri) => {
      const client = createClient(clientId, authentication);
      const scope = 'notes.read';
      const first = await runCodeFlow(client, { redirectUri, scope, visit: approveRequest });
      expect(first).toMatchObject({ token_type: 'bearer', scope: 'notes.read' });
      const second = await refreshTokens(client, first.refresh_token);
      expect(await isActive(second.access_token)).toBe(true);
      await revokeToken(client, second.refresh_token ?? '');
      expect(await isActive(second.access_token)).toBe(false);
    },
  );

  it('gets tokens with client credentials', async () => {
    const service = createClient('demo-service', ClientSecretBasic('demo-service-secret'));
    const tokens = await requestClientToken(service, 'notes.read');
    expect(tokens).toMatchObject({ expires_in: 600, scope: 'notes.read' });
    expect(await isActive(tokens.access_token)).toBe(true);
  });

  it('gets tokens with a password', async () => {
    const user = { username: 'ada', password: 'engine' };
    const tokens = await requestTokensByPassword(createClient('sample-legacy', None()), user);
    expect(await isActive(tokens.access_token)).toBe(true);
  });

  it('has no implicit grant, but its token is active all the same', async () => {
    const url = buildAuthorizationUrl(as, {
      client_id: 'sample-legacy',
      response_type: 'token',
      redirect_uri: 'http://127.0.0.1:49152/implicit/callback',
      state: 's',
    });
    const redirect = await approveRequest(url);
    expect(redirect.search).toBe('');
    const fragment = new URLSearchParams(redirect.hash.slice(1));
    expect(await isActive(fragment.get('access_token') ?? '')).toBe(true);
  });
});
