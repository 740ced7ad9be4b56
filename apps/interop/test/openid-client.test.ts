import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callback } from './everything.js';
import { listen, type Listening } from './listening.js';

// All that it is told beside its own registration: the issuer. The rest is in the metadata.
const secretOfWeb = 'secret of web: +%&';
const registrations = [
  ['app', client.None()],
  ['web', client.ClientSecretBasic(secretOfWeb)],
  ['poster', client.ClientSecretPost('secret-of-poster')],
] as const;
const confidential = registrations.slice(1);

type Algorithm = 'oauth2' | 'oidc';

function discover(
  issuer: string,
  clientId: string,
  authentication: client.ClientAuth,
  algorithm: Algorithm = 'oauth2',
): Promise<client.Configuration> {
  // It speaks https only, unless told: this is loopback.
  const execute = [client.allowInsecureRequests];
  return client.discovery(new URL(issuer), clientId, undefined, authentication, {
    algorithm,
    execute,
  });
}

/** Sends the user's browser to the authorization endpoint, and redeems what it comes back with. */
async function signIn(config: client.Configuration) {
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
  const returned = new URL(headers.get('location') ?? '');
  return client.authorizationCodeGrant(config, returned, { pkceCodeVerifier, expectedState });
}

describe.each([
  ['at the root', '', 'oauth2'],
  ['below a path', '/tenant', 'oauth2'],
  ['where OpenID Connect looks', '', 'oidc'],
  ['where OpenID Connect looks, below a path', '/tenant', 'oidc'],
] as const)('openid-client, with nothing but the metadata %s', (_, path, algorithm) => {
  let listening: Listening;
  let web: client.Configuration;
  const configure = (clientId: string, authentication: client.ClientAuth) =>
    discover(listening.issuer, clientId, authentication, algorithm);
  beforeAll(async () => {
    listening = await listen({}, path);
    web = await configure('web', client.ClientSecretBasic(secretOfWeb));
  });
  afterAll(() => listening.close());

  // #217 #218
  it('finds the issuer that it asked for, and that PKCE is there', () => {
    const server = web.serverMetadata();
    expect(server.issuer).toBe(listening.issuer);
    expect(server.supportsPKCE()).toBe(true);
  });

  it.each(registrations)('code with PKCE, then refresh, as %s', async (id, authentication) => {
    const config = await configure(id, authentication);
    const tokens = await signIn(config);
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'read' });
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(refreshed).toMatchObject({ token_type: 'bearer', scope: 'read' });
    expect(refreshed.access_token).not.toBe(tokens.access_token);
    expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);
  });

  it.each(confidential)('client credentials as %s', async (id, authentication) => {
    const config = await configure(id, authentication);
    const tokens = await client.clientCredentialsGrant(config, { scope: 'write' });
    expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'write' });
    expect(tokens.refresh_token).toBeUndefined();
  });

  it.each(registrations)('revocation as %s, which introspection shows', async (id, method) => {
    const config = await configure(id, method);
    const { access_token, refresh_token = '' } = await signIn(config);
    const seen = await client.tokenIntrospection(web, access_token);
    expect(seen).toMatchObject({
      active: true,
      client_id: id,
      iss: listening.issuer,
      sub: 'alice',
      token_type: 'Bearer',
    });
    await client.tokenRevocation(config, refresh_token);
    for (const token of [access_token, refresh_token])
      expect(await client.tokenIntrospection(web, token)).toEqual({ active: false });
  });
});

describe('openid-client understands refusals', () => {
  let listening: Listening;
  beforeAll(async () => {
    listening = await listen();
  });
  afterAll(() => listening.close());

  it('of a grant', async () => {
    const app = await discover(listening.issuer, 'app', client.None());
    await expect(client.refreshTokenGrant(app, 'x'.repeat(59))).rejects.toMatchObject({
      error: 'invalid_grant',
      status: 400,
    });
  });

  it('of a client, with the challenge that goes with it', async () => {
    const wrong = await discover(listening.issuer, 'web', client.ClientSecretBasic('wrong'));
    const refused: unknown = await client.clientCredentialsGrant(wrong).catch((e: unknown) => e);
    expect(refused).toBeInstanceOf(client.WWWAuthenticateChallengeError);
    expect(refused).toMatchObject({
      status: 401,
      cause: [{ scheme: 'basic', parameters: { realm: listening.issuer } }],
    });
  });

  // #217
  it('of an issuer that is another', async () => {
    const other = listening.issuer.replace('127.0.0.1', 'localhost');
    await expect(discover(other, 'app', client.None())).rejects.toThrow('issuer does not match');
  });
});
