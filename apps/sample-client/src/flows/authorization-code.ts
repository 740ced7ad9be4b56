import { findText, getTexts, parseJsonObject } from '@oauth/app-kit/json';
import { clients } from '../clients.js';
import { buildApiRequest } from '../oauth/api.js';
import type { Run } from '../run/run.js';
import { rfcSection } from '../run/step.js';
import type { Addresses, Flow } from './flow.js';
import { callApi, discoverServer, revokeTokens } from './steps.js';
import { requestTokensByCode } from './user-authorization.js';

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1 */
export const authorizationCode: Flow = {
  slug: 'authorization-code',
  title: 'Authorization code with PKCE',
  summary: 'A user lets an app act for them, and the app never sees their password.',
  text: 'The browser takes the user to the server and comes back with a code; the client trades the code for tokens. This is the grant for everything that has a user: web apps, apps in the browser, on phones and on desktops.',
  fields: [
    {
      name: 'client',
      label: 'The client is',
      choices: [
        { value: 'web', text: 'a web app: it runs on a server and can keep a secret' },
        {
          value: 'app',
          text: 'an app on the user’s device: it has no secret, but PKCE all the same',
        },
      ],
    },
  ],
  async run(run, addresses, form) {
    const { clientUrl, issuer, apiUrl } = addresses;
    const client = form.get('client') === 'app' ? clients.app : clients.web;
    const server = await discoverServer(run, issuer, 'authorization_code');
    const access = { run, server, client };
    const tokens = await requestTokensByCode(access, clientUrl);
    await checkApiMetadata(run, addresses, await requestChallenge(run, apiUrl));
    await callApi(run, `${apiUrl}/profile`, tokens);
    await revokeTokens(access, `${apiUrl}/profile`, tokens);
  },
};

/** Calls the API without a token; resolves to the URL of the API's metadata, from the challenge. */
async function requestChallenge(run: Run, apiUrl: string): Promise<string> {
  const response = await run.send(
    {
      title: 'The client tries the API without a token',
      text: 'A client that knows only the API begins here: the challenge links to a document about the API.',
      section: rfcSection(9728, '5.1'),
    },
    buildApiRequest(`${apiUrl}/profile`),
    401,
  );
  const [, challenge = ''] = response.headers.find(([name]) => name === 'www-authenticate') ?? [];
  const url = /resource_metadata="([^"]+)"/.exec(challenge)?.[1];
  return url !== undefined && new URL(url).origin === apiUrl
    ? url
    : run.stop('The challenge does not link to a document of this API.');
}

/** Checks that the API accepts tokens of the server that the client uses. */
async function checkApiMetadata(run: Run, addresses: Addresses, url: string): Promise<void> {
  const { apiUrl, issuer } = addresses;
  const { body } = await run.send(
    {
      title: 'The client reads about the API',
      text: 'The document names the servers whose tokens the API accepts, and the scopes there are.',
      section: rfcSection(9728, '3'),
    },
    { method: 'GET', url, headers: { Accept: 'application/json' } },
  );
  const document = run.requireValue(parseJsonObject(body), 'This is no JSON object.');
  if (findText(document, 'resource') !== apiUrl) run.stop('It is about another API.');
  if (!getTexts(document, 'authorization_servers').includes(issuer))
    run.stop(`The API accepts no tokens of ${issuer}.`);
  run.recordSuccess('It is about this API, and names the server that issued the token.');
}
