import { buildAuthorizationUrl, findResponseFault } from '../oauth/authorization.js';
import type { Parameters } from '../oauth/http.js';
import { calculateCodeChallenge, createRandomText } from '../oauth/pkce.js';
import type { Tokens } from '../oauth/tokens.js';
import { rfcSection } from '../run/step.js';
import type { ServerAccess } from './flow.js';
import { requestTokens } from './steps.js';

/** An authorization request, and what the page says of it. */
export interface AuthorizationRequest {
  readonly responseType: 'code' | 'token';
  readonly redirectUri: string;
  readonly scope: string;
  readonly parameters?: Parameters;
  readonly requestText: string;
  readonly responseText: string;
}

/** Sections of RFC 6749, and where in the redirect URI the response stands. */
const wire = {
  code: { requestSection: '4.1.1', responseSection: '4.1.2', mark: '?' },
  token: { requestSection: '4.2.1', responseSection: '4.2.2', mark: '#' },
} as const;

/** Sends the browser to the server, and checks the response that it brings back. */
export async function requestAuthorization(
  { run, server, client }: ServerAccess,
  request: AuthorizationRequest,
): Promise<URLSearchParams> {
  const { responseType, redirectUri, scope, parameters } = request;
  const { requestSection, responseSection, mark } = wire[responseType];
  const state = createRandomText();
  const url = buildAuthorizationUrl(server, {
    response_type: responseType,
    client_id: client.id,
    redirect_uri: redirectUri,
    scope,
    state,
    ...parameters,
  });
  const response = await run.sendBrowser(
    {
      title: 'The client sends the browser to the server',
      text: request.requestText,
      section: rfcSection(6749, requestSection),
    },
    { url, state },
  );
  run.recordBrowserRequest(
    {
      title: 'The server sends the browser back',
      text: request.responseText,
      section: rfcSection(6749, responseSection),
    },
    `${redirectUri}${mark}${response.toString()}`,
  );
  run.recordSuccess('state belongs to a request of this browser: no other site has started it.');
  const fault = findResponseFault(response, server.issuer);
  if (fault !== undefined) run.stop(fault);
  run.recordSuccess('iss is the server that the client asked, not another one (RFC 9207).');
  return response;
}

/** Gets tokens by an authorization code with PKCE: the way to act for a user. */
export async function requestTokensByCode(
  access: ServerAccess,
  clientUrl: string,
): Promise<Tokens> {
  const codeVerifier = createRandomText();
  const redirectUri = `${clientUrl}/callback`;
  const response = await requestAuthorization(access, {
    responseType: 'code',
    redirectUri,
    scope: 'notes.read profile',
    parameters: {
      code_challenge: calculateCodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    },
    requestText:
      'There the user signs in and decides; the client never sees the password. state and code_challenge are new for each request; the code verifier stays with the client.',
    responseText:
      'The redirect brings a code, which works once, within a minute, and for this client only.',
  });
  return requestTokens(
    access,
    {
      grant_type: 'authorization_code',
      code: access.run.requireValue(response.get('code'), 'There is no code in it.'),
      redirect_uri: redirectUri,
      code_verifier: codeVerifier,
    },
    {
      title: 'The client trades the code for tokens',
      text: 'This request does not go through the browser. code_challenge is the SHA-256 of code_verifier: an attacker who has seen only the browser’s requests cannot know code_verifier (RFC 7636).',
      section: rfcSection(6749, '4.1.3'),
    },
  );
}
