import { clients } from '../clients.js';
import type { Flow } from './flow.js';
import { callApi, discoverServer, revokeTokens } from './steps.js';
import { requestAuthorization } from './user-authorization.js';

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-4.2 */
export const implicit: Flow = {
  slug: 'implicit',
  title: 'Implicit',
  summary: 'The access token itself comes in the redirect.',
  text: 'The server puts the token behind the # of the redirect, where only script in the browser sees it. It was made for apps in the browser, when these could not call the token endpoint.',
  legacy:
    'Tokens leak from the address bar and from the history, and nothing binds them to the client. Use the authorization code with PKCE (RFC 9700, section 2.1.2).',
  fields: [],
  async run(run, { clientUrl, apiUrl, issuer }) {
    const server = await discoverServer(run, issuer, 'implicit');
    const access = { run, server, client: clients.legacy };
    const response = await requestAuthorization(access, {
      responseType: 'token',
      redirectUri: `${clientUrl}/implicit/callback`,
      scope: 'profile',
      requestText: 'response_type is token. There is no code_challenge, for there is no code.',
      responseText:
        'The token stands behind the #, where all who see the address can read it. Browsers do not send that part: here the page has handed it over.',
    });
    const accessToken = run.requireValue(response.get('access_token'), 'There is no token in it.');
    if (response.get('token_type')?.toLowerCase() !== 'bearer') run.stop('It is no Bearer token.');
    const tokens = { accessToken, refreshToken: undefined, scope: undefined };
    await callApi(run, `${apiUrl}/profile`, tokens);
    await revokeTokens(access, `${apiUrl}/profile`, tokens);
  },
};
