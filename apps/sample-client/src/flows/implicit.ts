import { clients } from '../clients.js';
import { askUser } from './ask-user.js';
import type { Grant } from './grant.js';
import { callApi, discover, revoke, seeRefused } from './steps.js';

const client = clients.legacy;

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-4.2 */
export const implicit: Grant = {
  slug: 'implicit',
  title: 'Implicit',
  summary: 'The access token itself comes in the redirect.',
  text: 'The server puts the token behind the # of the redirect, where only script in the browser sees it. It was made for apps in the browser, when these could not call the token endpoint.',
  legacy:
    'Tokens leak from the address bar and from the history, and nothing binds them to the client. Use the authorization code with PKCE (RFC 9700, section 2.1.2).',
  fields: [],
  async run(run, { own, api, issuer }) {
    const server = await discover(run, issuer, 'implicit');
    const answer = await askUser(run, server, client, {
      responseType: 'token',
      redirectUri: `${own}/implicit/callback`,
      scope: 'profile',
      there: 'response_type is token. There is no code_challenge, for there is no code.',
      back: 'Behind the # stands the token, for anybody to see who sees the address. Browsers do not send that part: here the page has handed it over.',
    });
    const accessToken = run.need(
      answer.get('access_token') ?? undefined,
      'There is no token in it.',
    );
    if (answer.get('token_type')?.toLowerCase() !== 'bearer') run.stop('It is no Bearer token.');
    const tokens = { accessToken, refreshToken: undefined, scope: undefined };
    await callApi(run, `${api}/profile`, tokens);
    await revoke(run, server, client, tokens);
    await seeRefused(
      run,
      `${api}/profile`,
      tokens,
      'The access token has not expired, but it was revoked.',
    );
  },
};
