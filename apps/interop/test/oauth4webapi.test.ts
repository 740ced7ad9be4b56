import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alice, callback } from './everything.js';
import { listen, type Listening } from './listening.js';

// It speaks https only, unless told: this is loopback.
const insecure = { [oauth.allowInsecureRequests]: true };

const app: oauth.Client = { client_id: 'app' };
const web: oauth.Client = { client_id: 'web' };
const poster: oauth.Client = { client_id: 'poster' };
const basic = oauth.ClientSecretBasic('secret of web: +%&');
const post = oauth.ClientSecretPost('secret-of-poster');

let listening: Listening;
let as: oauth.AuthorizationServer;

beforeAll(async () => {
  listening = await listen();
  const issuer = new URL(listening.issuer);
  const response = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
  as = await oauth.processDiscoveryResponse(issuer, response);
});
afterAll(() => listening.close());

/** Follows the user's browser to the authorization endpoint and back. */
async function authorize(parameters: Readonly<Record<string, string>>): Promise<URL> {
  const url = new URL(as.authorization_endpoint ?? '');
  url.search = new URLSearchParams({ redirect_uri: callback, ...parameters }).toString();
  const response = await fetch(url, { redirect: 'manual' });
  return new URL(response.headers.get('location') ?? '');
}

async function codeFlow(client: oauth.Client, authentication: oauth.ClientAuth) {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const returned = await authorize({
    client_id: client.client_id,
    response_type: 'code',
    scope: 'read',
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
    callback,
    verifier,
    insecure,
  );
  return oauth.processAuthorizationCodeResponse(as, client, response);
}

describe('authorization code with PKCE', () => {
  it.each([
    ['a public client', app, oauth.None()],
    ['client_secret_basic', web, basic],
    ['client_secret_post', poster, post],
  ])('%s', async (_, client, authentication) => {
    const tokens = await codeFlow(client, authentication);
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'read' });
    expect(tokens.refresh_token).toBeTypeOf('string');
  });

  // #80 #232 #233
  it('the metadata say so, and the client holds the answer to it', async () => {
    expect(as.code_challenge_methods_supported).toEqual(['S256']);
    expect(as.authorization_response_iss_parameter_supported).toBe(true);
    const state = oauth.generateRandomState();
    const returned = await authorize({
      client_id: 'app',
      response_type: 'code',
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(oauth.generateRandomCodeVerifier()),
      code_challenge_method: 'S256',
    });
    expect(returned.searchParams.get('iss')).toBe(listening.issuer);
    expect(() => oauth.validateAuthResponse(as, app, returned, state)).not.toThrow();
    const mixedUp = new URL(returned);
    mixedUp.searchParams.set('iss', 'https://evil.example');
    expect(() => oauth.validateAuthResponse(as, app, mixedUp, state)).toThrow(/iss/);
    expect(() => oauth.validateAuthResponse(as, app, returned, 'other')).toThrow(/state/);
  });

  it('a refusal is an error that the client understands', async () => {
    const state = oauth.generateRandomState();
    const returned = await authorize({ client_id: 'app', response_type: 'code', state });
    const refusal = () => oauth.validateAuthResponse(as, app, returned, state);
    expect(refusal).toThrow(oauth.AuthorizationResponseError);
    expect(refusal).toThrow(expect.objectContaining({ error: 'invalid_request' }));
  });

  it('so is one of the token endpoint', async () => {
    const returned = new URL(
      `${callback}?code=unknown&iss=${encodeURIComponent(listening.issuer)}`,
    );
    const parameters = oauth.validateAuthResponse(as, web, returned, oauth.expectNoState);
    const verifier = oauth.generateRandomCodeVerifier();
    for (const [authentication, error, status] of [
      [basic, 'invalid_grant', 400],
      [oauth.ClientSecretBasic('wrong'), 'invalid_client', 401],
    ] as const) {
      const response = await oauth.authorizationCodeGrantRequest(
        as,
        web,
        authentication,
        parameters,
        callback,
        verifier,
        insecure,
      );
      await expect(oauth.processAuthorizationCodeResponse(as, web, response)).rejects.toMatchObject(
        { status, ...(status === 400 && { error }) },
      );
    }
  });
});

describe('refresh', () => {
  it.each([
    ['a public client', app, oauth.None()],
    ['client_secret_basic', web, basic],
  ])('%s', async (_, client, authentication) => {
    let { refresh_token = '' } = await codeFlow(client, authentication);
    for (let round = 0; round < 3; round += 1) {
      const response = await oauth.refreshTokenGrantRequest(
        as,
        client,
        authentication,
        refresh_token,
        insecure,
      );
      const tokens = await oauth.processRefreshTokenResponse(as, client, response);
      expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'read' });
      expect(tokens.refresh_token).not.toBe(refresh_token);
      refresh_token = tokens.refresh_token ?? '';
    }
  });
});

describe('client credentials', () => {
  it.each([
    ['client_secret_basic', web, basic],
    ['client_secret_post', poster, post],
  ])('%s', async (_, client, authentication) => {
    const scope = { scope: 'write' };
    const response = await oauth.clientCredentialsGrantRequest(
      as,
      client,
      authentication,
      scope,
      insecure,
    );
    const tokens = await oauth.processClientCredentialsResponse(as, client, response);
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'write' });
    expect(tokens).not.toHaveProperty('refresh_token');
  });
});

it('password', async () => {
  const response = await oauth.genericTokenEndpointRequest(
    as,
    web,
    basic,
    'password',
    alice,
    insecure,
  );
  const tokens = await oauth.processGenericTokenEndpointResponse(as, web, response);
  expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'read write' });
});

/** Whether the server calls a token active. */
async function active(token: string): Promise<boolean> {
  const response = await oauth.introspectionRequest(as, web, basic, token, insecure);
  return (await oauth.processIntrospectionResponse(as, web, response)).active;
}

it('implicit: the client has no part in it, but the token is one', async () => {
  const returned = await authorize({ client_id: 'app', response_type: 'token', state: 's' });
  expect(returned.search).toBe('');
  const fragment = new URLSearchParams(returned.hash.slice(1));
  expect(await active(fragment.get('access_token') ?? '')).toBe(true);
});

it('introspection and revocation', async () => {
  const { access_token, refresh_token = '' } = await codeFlow(web, basic);
  expect([await active(access_token), await active(refresh_token)]).toEqual([true, true]);
  const response = await oauth.revocationRequest(as, web, basic, refresh_token, insecure);
  await oauth.processRevocationResponse(response);
  expect([await active(access_token), await active(refresh_token)]).toEqual([false, false]);
});
