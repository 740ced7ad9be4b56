import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callback } from './full-server.js';
import { serveFullServer, type ServedServer } from './serve-full-server.js';

const secretOfWeb = 'secret of web: +%&';
const registrations = [
  ['app', client.None()],
  ['web', client.ClientSecretBasic(secretOfWeb)],
  ['poster', client.ClientSecretPost('secret-of-poster')],
] as const;
const confidential = registrations.slice(1);

/** Configures a client by the issuer alone: the rest is in the metadata. */
function discover(
  issuer: string,
  clientId: string,
  authentication: client.ClientAuth,
  algorithm: 'oauth2' | 'oidc' = 'oauth2',
): Promise<client.Configuration> {
  // The library refuses http unless told, and tests run on loopback.
  const execute = [client.allowInsecureRequests];
  return client.discovery(new URL(issuer), clientId, undefined, authentication, {
    algorithm,
    execute,
  });
}

/** Sends the user's browser to the authorization endpoint, and redeems the code it comes back with. */
async function getTokens(config: client.Configuration) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: 'read',
    state: expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const { headers } = await fetch(url, { redirect: 'manual' });
  const redirect = new URL(headers.get('location') ?? '');
  return client.authorizationCodeGrant(config, redirect, { pkceCodeVerifier, expectedState });
}

describe.each([
  ['at the root', '', 'oauth2'],
  ['below a path', '/tenant', 'oauth2'],
  ['where OpenID Connect looks', '', 'oidc'],
  ['where OpenID Connect looks, below a path', '/tenant', 'oidc'],
] as const)('openid-client, with nothing but the metadata %s', (_, path, algorithm) => {
  let served: ServedServer;
  let web: client.Configuration;
  const configure = (clientId: string, authentication: client.ClientAuth) =>
    discover(served.issuer, clientId, authentication, algorithm);
  beforeAll(async () => {
    served = await serveFullServer(path);
    web = await configure('web', client.ClientSecretBasic(secretOfWeb));
  });
  afterAll(() => served.close());

  // #217 #218
  it('finds the issuer that it looks for, with PKCE', () => {
    const server = web.serverMetadata();
    expect(server.issuer).toBe(served.issuer);
    expect(server.supportsPKCE()).toBe(true);
  });

  it.each(registrations)('redeems a code and refreshes as %s', async (id, authentication) => {
    const config = await configure(id, authentication);
    const tokens = await getTokens(config);
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'read' });
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(refreshed).toMatchObject({ token_type: 'bearer', scope: 'read' });
    expect(refreshed.access_token).not.toBe(tokens.access_token);
    expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);
  });

  it.each(confidential)('gets a token for itself as %s', async (id, authentication) => {
    const config = await configure(id, authentication);
    const tokens = await client.clientCredentialsGrant(config, { scope: 'write' });
    expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'write' });
    expect(tokens.refresh_token).toBeUndefined();
  });

  it.each(registrations)('revokes as %s, and introspection shows it', async (id, method) => {
    const config = await configure(id, method);
    const { access_token, refresh_token = '' } = await getTokens(config);
    const claims = await client.tokenIntrospection(web, access_token);
    expect(claims).toMatchObject({
      active: true,
      client_id: id,
      iss: served.issuer,
      sub: 'alice',
      token_type: 'Bearer',
    });
    await client.tokenRevocation(config, refresh_token);
    for (const token of [access_token, refresh_token])
      expect(await client.tokenIntrospection(web, token)).toEqual({ active: false });
  });
});

describe('openid-client understands why', () => {
  let served: ServedServer;
  beforeAll(async () => {
    served = await serveFullServer();
  });
  afterAll(() => served.close());

  it('the server refuses a grant', async () => {
    const app = await discover(served.issuer, 'app', client.None());
    await expect(client.refreshTokenGrant(app, 'x'.repeat(59))).rejects.toMatchObject({
      error: 'invalid_grant',
      status: 400,
    });
  });

  it('the server refuses a client, and gets its challenge', async () => {
    const wrong = await discover(served.issuer, 'web', client.ClientSecretBasic('wrong'));
    const thrown: unknown = await client.clientCredentialsGrant(wrong).catch((e: unknown) => e);
    expect(thrown).toBeInstanceOf(client.WWWAuthenticateChallengeError);
    expect(thrown).toMatchObject({
      status: 401,
      cause: [{ scheme: 'basic', parameters: { realm: served.issuer } }],
    });
  });

  // #217
  it('metadata of another issuer are not trusted', async () => {
    const other = served.issuer.replace('127.0.0.1', 'localhost');
    await expect(discover(other, 'app', client.None())).rejects.toThrow('issuer does not match');
  });
});
