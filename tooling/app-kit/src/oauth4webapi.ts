import * as oauth from 'oauth4webapi';

/** Options of every request: the library refuses http unless told, and tests run on loopback. */
export const insecure = { [oauth.allowInsecureRequests]: true };

/** A client with its credentials, at a server. */
export interface ClientAtServer {
  readonly as: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly authentication: oauth.ClientAuth;
}

/** Fetches a server's metadata. */
export async function discoverServer(issuer: string): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer);
  const response = await oauth.discoveryRequest(url, { algorithm: 'oauth2', ...insecure });
  return oauth.processDiscoveryResponse(url, response);
}

/** The authorization URL with some parameters. */
export function buildAuthorizationUrl(
  { authorization_endpoint: endpoint = '' }: oauth.AuthorizationServer,
  parameters: Readonly<Record<string, string>>,
): URL {
  const url = new URL(endpoint);
  url.search = new URLSearchParams(parameters).toString();
  return url;
}

/** An authorization request, and the browser that takes it to the server. */
export interface CodeFlow {
  readonly redirectUri: string;
  readonly scope: string;
  /** Goes to the authorization URL and approves; resolves to the redirect. */
  readonly visit: (authorizationUrl: URL) => Promise<URL>;
}

/** Gets tokens by a code with PKCE, with every check of the library. */
export async function runCodeFlow(
  { as, client, authentication }: ClientAtServer,
  { redirectUri, scope, visit }: CodeFlow,
): Promise<oauth.TokenEndpointResponse> {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const authorizationUrl = buildAuthorizationUrl(as, {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const redirect = await visit(authorizationUrl);
  const parameters = oauth.validateAuthResponse(as, client, redirect, state);
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

/** Refreshes once. */
export async function refreshTokens(
  { as, client, authentication }: ClientAtServer,
  refreshToken = '',
): Promise<oauth.TokenEndpointResponse> {
  const response = await oauth.refreshTokenGrantRequest(
    as,
    client,
    authentication,
    refreshToken,
    insecure,
  );
  return oauth.processRefreshTokenResponse(as, client, response);
}

/** Gets a token for the client itself. */
export async function requestClientToken(
  { as, client, authentication }: ClientAtServer,
  scope: string,
): Promise<oauth.TokenEndpointResponse> {
  const response = await oauth.clientCredentialsGrantRequest(
    as,
    client,
    authentication,
    { scope },
    insecure,
  );
  return oauth.processClientCredentialsResponse(as, client, response);
}

/** Gets tokens by a user's password. */
export async function requestTokensByPassword(
  { as, client, authentication }: ClientAtServer,
  user: { readonly username: string; readonly password: string },
): Promise<oauth.TokenEndpointResponse> {
  const response = await oauth.genericTokenEndpointRequest(
    as,
    client,
    authentication,
    'password',
    { ...user },
    insecure,
  );
  return oauth.processGenericTokenEndpointResponse(as, client, response);
}

export async function revokeToken(
  { as, client, authentication }: ClientAtServer,
  token: string,
): Promise<void> {
  const response = await oauth.revocationRequest(as, client, authentication, token, insecure);
  await oauth.processRevocationResponse(response);
}

/** Whether introspection calls a token active. */
export async function isTokenActive(
  { as, client, authentication }: ClientAtServer,
  token: string,
): Promise<boolean> {
  const response = await oauth.introspectionRequest(as, client, authentication, token, insecure);
  return (await oauth.processIntrospectionResponse(as, client, response)).active;
}
