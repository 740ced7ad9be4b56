import { clients } from '../clients.js';
import { apiRequest } from '../oauth/api-request.js';
import { listOf, readObject, textOf } from '../oauth/json.js';
import type { Run } from '../run/run.js';
import { rfc } from '../run/step.js';
import { tokensByCode } from './ask-user.js';
import type { Grant, World } from './grant.js';
import { callApi, discover, revoke, seeRefused } from './steps.js';

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1 */
export const authorizationCode: Grant = {
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
  async run(run, world, form) {
    const client = form.get('client') === 'app' ? clients.app : clients.web;
    const server = await discover(run, world.issuer, 'authorization_code');
    const tokens = await tokensByCode(run, server, client, world);
    await askWithoutToken(run, world);
    await callApi(run, `${world.api}/profile`, tokens);
    await revoke(run, server, client, tokens);
    await seeRefused(
      run,
      `${world.api}/profile`,
      tokens,
      'The access token has not expired, but it was revoked with the refresh token.',
    );
  },
};

/** Sees what the API tells whoever comes without a token. */
async function askWithoutToken(run: Run, { api, issuer }: World): Promise<void> {
  const refusal = await run.send(
    {
      title: 'The client tries the API without a token',
      text: 'A client that knew only the API would have begun here: the challenge names a document about the API.',
      section: rfc(9728, '5.1'),
    },
    apiRequest(`${api}/profile`),
    401,
  );
  const [, challenge = ''] = refusal.headers.find(([name]) => name === 'www-authenticate') ?? [];
  const url = /resource_metadata="([^"]+)"/.exec(challenge)?.[1];
  if (url === undefined || new URL(url).origin !== api)
    run.stop('The challenge does not name a document of this API.');
  const { body } = await run.send(
    {
      title: 'The client reads about the API',
      text: 'The document names the servers whose tokens the API takes, and the scopes there are.',
      section: rfc(9728, '3'),
    },
    { method: 'GET', url, headers: { Accept: 'application/json' } },
  );
  const document = run.need(readObject(body), 'This is no JSON object.');
  if (textOf(document, 'resource') !== api) run.stop('It is about another API.');
  if (!listOf(document, 'authorization_servers').includes(issuer))
    run.stop(`It takes no tokens of ${issuer}.`);
  run.found('It is about this API, and names the server that gave the token.');
}
