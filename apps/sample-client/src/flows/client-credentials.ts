import { clients } from '../clients.js';
import { apiRequest } from '../oauth/api-request.js';
import { rfc } from '../run/step.js';
import type { Grant } from './grant.js';
import { callApi, discover, getTokens, revoke, seeRefused } from './steps.js';

const client = clients.service;

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-4.4 */
export const clientCredentials: Grant = {
  slug: 'client-credentials',
  title: 'Client credentials',
  summary: 'A service acts for itself: no user, no browser.',
  text: 'The client shows who it is, and gets a token for what it may do by itself. This is the grant for jobs and for services that call services.',
  fields: [],
  async run(run, { api, issuer }) {
    const server = await discover(run, issuer, 'client_credentials');
    const tokens = await getTokens(
      run,
      server,
      client,
      { grant_type: 'client_credentials', scope: 'notes.read' },
      {
        title: 'The client asks for a token',
        text: 'The header Authorization has its id and its secret. There is no refresh token: the client can ask again at any time.',
        section: rfc(6749, '4.4.2'),
      },
    );
    await callApi(run, `${api}/notes`, tokens);
    await run.send(
      {
        title: 'It is not good for everything',
        text: 'The profile needs the scope profile, which this client may not have: there is no user. The challenge says what is missing.',
        section: rfc(6750, '3.1'),
      },
      apiRequest(`${api}/profile`, tokens.accessToken),
      403,
    );
    await revoke(run, server, client, tokens);
    await seeRefused(
      run,
      `${api}/notes`,
      tokens,
      'The access token has not expired, but it was revoked.',
    );
  },
};
