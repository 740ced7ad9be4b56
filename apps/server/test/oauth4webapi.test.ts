import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestBrowser } from './harness/browser.js';
import { runServer, type RunningServer } from './harness/server-process.js';

// An independent client library, at the server that `npm start` runs, through its pages.
const insecure = { [oauth.allowInsecureRequests]: true };
const service: oauth.Client = { client_id: 'demo-service' };
const api: oauth.Client = { client_id: 'demo-api' };
const legacy: oauth.Client = { client_id: 'sample-legacy' };

let server: RunningServer;
let as: oauth.AuthorizationServer;
beforeAll(async () => {
  server = await runServer();
  const issuer = new URL(server.issuer);
  const response = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
  as = await oauth.processDiscoveryResponse(issuer, response);
});
afterAll(() => server.child.kill('SIGKILL'));

/** Signs in as ada and approves; resolves to the URL of the redirect to the client. */
async function approveRequest(parameters: Readonly<Record<string, string>>): Promise<URL> {
  const browser = new TestBrowser(server, server.issuer, '');
  const { pathname } = new URL(as.authorization_endpoint ?? '');
  const url = `${pathname}?${new URLSearchParams(parameters).toString()}`;
  const consent = await browser.signIn(await browser.get(url), 'ada', 'engine');
  const { location = '' } = await browser.submit(consent, { decision: 'approve' });
  return new URL(location);
}

async function runCodeFlow(
  client: oauth.Client,
  authentication: oauth.ClientAuth,
  redirectUri: string,
): Promise<oauth.TokenEndpointResponse> {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const returned = await approveRequest({
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'notes.read',
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const parameters = oauth.validateAuthResponse(as, client, returned, state);
  const response = await oauth.authorizationCodeGrantRequest(
    as,
    client,
    authentication,
    parameters,
    redirectUri,
    verifier,
    insecure,
  );
  return oauth.processAuthorizationCodeResponse(as, client, response);
}

/** Whether introspection says that the token is active. */
async function isActive(token: string): Promise<boolean> {
  const asApi = oauth.ClientSecretBasic('demo-api-secret');
  const response = await oauth.introspectionRequest(as, api, asApi, token, insecure);
  return (await oauth.processIntrospectionResponse(as, api, response)).active;
}

describe('the client library oauth4webapi', () => {
  it.each([
    [
      'demo-web',
      oauth.ClientSecretBasic('demo-web-secret'),
      'http://localhost:3001/callback',
    ] as const,
    ['demo-desktop', oauth.None(), 'http://127.0.0.1:49152/callback'] as const,
  ])(
    'gets, refreshes and revokes tokens with a code: %s',
    async (client_id, authentication, uri) => {
      const client: oauth.Client = { client_id };
      const first = await runCodeFlow(client, authentication, uri);
      expect(first).toMatchObject({ token_type: 'bearer', scope: 'notes.read' });
      const refreshed = await oauth.refreshTokenGrantRequest(
        as,
        client,
        authentication,
        first.refresh_token ?? '',
        insecure,
      );
      const second = await oauth.processRefreshTokenResponse(as, client, refreshed);
      expect(await isActive(second.access_token)).toBe(true);
      const { refresh_token = '' } = second;
      const revoked = await oauth.revocationRequest(
        as,
        client,
        authentication,
        refresh_token,
        insecure,
      );
      await oauth.processRevocationResponse(revoked);
      expect(await isActive(second.access_token)).toBe(false);
    },
  );

  it('gets tokens with client credentials', async () => {
    const response = await oauth.clientCredentialsGrantRequest(
      as,
      service,
      oauth.ClientSecretBasic('demo-service-secret'),
      { scope: 'notes.read' },
      insecure,
    );
    const tokens = await oauth.processClientCredentialsResponse(as, service, response);
    expect(tokens).toMatchObject({ expires_in: 600, scope: 'notes.read' });
    expect(await isActive(tokens.access_token)).toBe(true);
  });

  it('gets tokens with a password', async () => {
    const response = await oauth.genericTokenEndpointRequest(
      as,
      legacy,
      oauth.None(),
      'password',
      { username: 'ada', password: 'engine' },
      insecure,
    );
    const tokens = await oauth.processGenericTokenEndpointResponse(as, legacy, response);
    expect(await isActive(tokens.access_token)).toBe(true);
  });

  it('cannot run the implicit grant, whose token is active all the same', async () => {
    const returned = await approveRequest({
      client_id: 'sample-legacy',
      response_type: 'token',
      redirect_uri: 'http://127.0.0.1:49152/implicit/callback',
      state: 's',
    });
    expect(returned.search).toBe('');
    const fragment = new URLSearchParams(returned.hash.slice(1));
    expect(await isActive(fragment.get('access_token') ?? '')).toBe(true);
  });
});
