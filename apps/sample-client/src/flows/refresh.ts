import { clients } from '../clients.js';
import { buildApiRequest } from '../oauth/api.js';
import { buildClientRequest } from '../oauth/client.js';
import type { Parameters } from '../oauth/http.js';
import type { Tokens } from '../oauth/tokens.js';
import { rfcSection } from '../run/step.js';
import type { Flow, ServerAccess } from './flow.js';
import { callApi, discoverServer, expectInvalidToken, requestTokens } from './steps.js';
import { requestTokensByCode } from './user-authorization.js';

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-6 */
export const refresh: Flow = {
  slug: 'refresh',
  title: 'Refresh',
  summary: 'An app gets new access tokens without bothering the user again.',
  text: 'Access tokens live for minutes, so that a stolen one is soon worth nothing. A refresh token gets new ones. Each use replaces it, so the server notices when the old one is used again: then it was stolen, and all of it ends.',
  fields: [],
  async run(run, { clientUrl, apiUrl, issuer }) {
    const server = await discoverServer(run, issuer, 'refresh_token');
    const access = { run, server, client: clients.web };
    const first = await requestTokensByCode(access, clientUrl);
    const spentRequest = {
      grant_type: 'refresh_token',
      refresh_token: run.requireValue(first.refreshToken, 'There is no refresh token in it.'),
    };
    const second = await rotateAndRetry(access, spentRequest);
    const narrow = await requestNarrowToken(access, second);
    await callApi(run, `${apiUrl}/notes`, narrow);
    await expectInsufficientScope(access, apiUrl, narrow);
    await reuseSpentToken(access, spentRequest);
    await expectInvalidToken(
      run,
      `${apiUrl}/notes`,
      narrow,
      'It was valid a moment ago, and is not any more. The thief has nothing, and the user signs in again.',
    );
  },
};

/** Refreshes, and sends the identical request again, as after a lost response. */
async function rotateAndRetry(access: ServerAccess, request: Parameters): Promise<Tokens> {
  const tokens = await requestTokens(access, request, {
    title: 'The client refreshes',
    text: 'The response has a new access token and a new refresh token; the old refresh token is spent.',
    section: rfcSection(6749, '6'),
  });
  const retried = await requestTokens(access, request, {
    title: 'The answer was lost: the client asks again',
    text: 'The identical request within ten seconds gets the identical answer, so a dropped connection or two open tabs do not sign the user out.',
    section: rfcSection(9700, '4.14.2'),
  });
  const { run } = access;
  if (retried.accessToken !== tokens.accessToken || retried.refreshToken !== tokens.refreshToken)
    run.stop('The tokens are not the ones of the first answer.');
  run.recordSuccess('These are the two tokens of the first answer.');
  return tokens;
}

async function requestNarrowToken(access: ServerAccess, { refreshToken }: Tokens): Promise<Tokens> {
  return requestTokens(
    access,
    {
      grant_type: 'refresh_token',
      refresh_token: access.run.requireValue(refreshToken, 'There is no new refresh token in it.'),
      scope: 'notes.read',
    },
    {
      title: 'The client refreshes for less',
      text: 'With scope it asks for a token that can do less than the user has allowed, for a part of itself that needs no more.',
      section: rfcSection(6749, '6'),
    },
  );
}

async function expectInsufficientScope(
  { run }: ServerAccess,
  apiUrl: string,
  { accessToken }: Tokens,
): Promise<void> {
  await run.send(
    {
      title: 'That token is not good for everything',
      text: 'The profile needs the scope profile. The token is valid, but lacks it: 403, and the challenge says which scope is missing.',
      section: rfcSection(6750, '3.1'),
    },
    buildApiRequest(`${apiUrl}/profile`, accessToken),
    403,
  );
}

async function reuseSpentToken(
  { run, server, client }: ServerAccess,
  spentRequest: Parameters,
): Promise<void> {
  await run.send(
    {
      title: 'A thief uses the spent refresh token',
      text: 'It was replaced before, and this request differs from the one that replaced it. The server cannot know which of the two clients is the thief: it revokes everything that the user has allowed here.',
      section: rfcSection(9700, '4.14.2'),
    },
    buildClientRequest(server.tokenEndpoint, client, { ...spentRequest, scope: 'profile' }),
    400,
  );
}
