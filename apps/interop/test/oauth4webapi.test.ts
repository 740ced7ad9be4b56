import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildAuthorizationUrl,
  discoverServer,
  insecure,
  isTokenActive,
  refreshTokens,
  requestClientToken,
  requestTokensByPassword,
  revokeToken,
  runCodeFlow,
  type ClientAtServer,
} from '@oauth/app-kit/oauth4webapi';
import { alice, callback } from './full-server.js';
import { serveFullServer, type ServedServer } from './serve-full-server.js';

type Registration = Omit<ClientAtServer, 'as'>;
const app: Registration = { client: { client_id: 'app' }, authentication: oauth.None() };
const web: Registration = {
  client: { client_id: 'web' },
  authentication: oauth.ClientSecretBasic('secret of web: +%&'),
};
const poster: Registration = {
  client: { client_id: 'poster' },
  authentication: oauth.ClientSecretPost('secret-of-poster'),
};

let served: ServedServer;
let as: oauth.AuthorizationServer;

beforeAll(async () => {
  served = await serveFullServer();
  as = await discoverServer(served.issuer);
});
afterAll(() => served.close());

/** Goes to the authorization endpoint as the user's browser does; resolves to the redirect. */
async function visit(url: URL): Promise<URL> {
  const response = await fetch(url, { redirect: 'manual' });
  return new URL(response.headers.get('location') ?? '');
}

const authorize = (parameters: Readonly<Record<string, string>>): Promise<URL> =>
  visit(buildAuthorizationUrl(as, { redirect_uri: callback, ...parameters }));
const getTokens = (registration: Registration): Promise<oauth.TokenEndpointResponse> =>
  runCodeFlow({ as, ...registration }, { redirectUri: callback, scope: 'read', visit });

describe('oauth4webapi gets tokens by a code with PKCE', () => {
  it.each([
    ['no secret', app],
    ['client_secret_basic', web],
    ['client_secret_post', poster],
  ])('as a client with %s', async (_, registration) => {
    const tokens = await getTokens(registration);
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'read' });
    expect(tokens.refresh_token).toBeTypeOf('string');
  });

  // #80 #232 #233
  it('and refuses responses of another issuer or with another state', async () => {
    expect(as.code_challenge_methods_supported).toEqual(['S256']);
    expect(as.authorization_response_iss_parameter_supported).toBe(true);
    const state = oauth.generateRandomState();
    const redirect = await authorize({
      client_id: 'app',
      response_type: 'code',
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(oauth.generateRandomCodeVerifier()),
      code_challenge_method: 'S256',
    });
    expect(redirect.searchParams.get('iss')).toBe(served.issuer);
    const validate = (url: URL, expectedState: string) => () =>
      oauth.validateAuthResponse(as, app.client, url, expectedState);
    expect(validate(redirect, state)).not.toThrow();
    const mixedUp = new URL(redirect);
    mixedUp.searchParams.set('iss', 'https://evil.example');
    expect(validate(mixedUp, state)).toThrow(/iss/);
    expect(validate(redirect, 'other')).toThrow(/state/);
  });

  it('and understands errors of the authorization endpoint', async () => {
    const state = oauth.generateRandomState();
    const redirect = await authorize({ client_id: 'app', response_type: 'code', state });
    const validate = () => oauth.validateAuthResponse(as, app.client, redirect, state);
    expect(validate).toThrow(oauth.AuthorizationResponseError);
    expect(validate).toThrow(expect.objectContaining({ error: 'invalid_request' }));
  });

  it('and understands errors of the token endpoint', async () => {
    const redirect = new URL(`${callback}?code=unknown&iss=${encodeURIComponent(served.issuer)}`);
    const parameters = oauth.validateAuthResponse(as, web.client, redirect, oauth.expectNoState);
    const verifier = oauth.generateRandomCodeVerifier();
    for (const [authentication, error, status] of [
      [web.authentication, 'invalid_grant', 400],
      [oauth.ClientSecretBasic('wrong'), 'invalid_client', 401],
    ] as const) {
      const response = await oauth.authorizationCodeGrantRequest(
        as,
        web.client,
        authentication,
        parameters,
        callback,
        verifier,
        insecure,
      );
      await expect(
        oauth.processAuthorizationCodeResponse(as, web.client, response),
      ).rejects.toMatchObject({ status, ...(status === 400 && { error }) });
    }
  });
});

describe('oauth4webapi refreshes again and again', () => {
  it.each([
    ['no secret', app],
    ['client_secret_basic', web],
  ])('as a client with %s', async (_, registration) => {
    let { refresh_token: refreshToken } = await getTokens(registration);
    for (let round = 0; round < 3; round += 1) {
      const tokens = await refreshTokens({ as, ...registration }, refreshToken);
      expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'read' });
      expect(tokens.refresh_token).not.toBe(refreshToken);
      refreshToken = tokens.refresh_token;
    }
  });
});

describe('oauth4webapi gets a token for the client itself', () => {
  it.each([
    ['client_secret_basic', web],
    ['client_secret_post', poster],
  ])('that authenticates by %s', async (_, registration) => {
    const tokens = await requestClientToken({ as, ...registration }, 'write');
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'write' });
    expect(tokens).not.toHaveProperty('refresh_token');
  });
});

it('oauth4webapi gets tokens by a user’s password', async () => {
  const tokens = await requestTokensByPassword({ as, ...web }, alice);
  expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'read write' });
});

it('the implicit grant gives an active token, of which the library sees nothing', async () => {
  const redirect = await authorize({ client_id: 'app', response_type: 'token', state: 's' });
  expect(redirect.search).toBe('');
  const fragment = new URLSearchParams(redirect.hash.slice(1));
  expect(await isTokenActive({ as, ...web }, fragment.get('access_token') ?? '')).toBe(true);
});

it('oauth4webapi revokes a grant, and introspection shows it', async () => {
  const { access_token, refresh_token = '' } = await getTokens(web);
  const areActive = () =>
    Promise.all([access_token, refresh_token].map((token) => isTokenActive({ as, ...web }, token)));
  expect(await areActive()).toEqual([true, true]);
  await revokeToken({ as, ...web }, refresh_token);
  expect(await areActive()).toEqual([false, false]);
});
