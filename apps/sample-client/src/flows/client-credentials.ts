import { clients } from '../clients.js';
import { buildApiRequest } from '../oauth/api.js';
import { rfcSection } from '../run/step.js';
import type { Flow } from './flow.js';
import { callApi, discoverServer, requestTokens, revokeTokens } from './steps.js';

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-4.4 */
export const clientCredentials: Flow = {
  slug: 'client-credentials',
  title: 'Client credentials',
  summary: 'A service acts for itself: no user, no browser.',
  text: 'The client proves who it is, and gets a token for what it may do by itself. This is the grant for jobs and for services that call services.',
  fields: [],
  async run(run, { apiUrl, issuer }) {
    const server = await discoverServer(run, issuer, 'client_credentials');
    const access = { run, server, client: clients.service };
    const tokens = await requestTokens(
      access,
      { grant_type: 'client_credentials', scope: 'notes.read' },
      {
        title: 'The client asks for a token',
        text: 'The header Authorization has its id and its secret. There is no refresh token: the client can ask again at any time.',
        section: rfcSection(6749, '4.4.2'),
      },
    );
    await callApi(run, `${apiUrl}/notes`, tokens);
    await run.send(
      {
        title: 'It is not good for everything',
        text: 'The profile needs the scope profile, which this client may not have: there is no user. The challenge says what is missing.',
        section: rfcSection(6750, '3.1'),
      },
      buildApiRequest(`${apiUrl}/profile`, tokens.accessToken),
      403,
    );
    await revokeTokens(access, `${apiUrl}/notes`, tokens);
  },
};
