import { clients } from '../clients.js';
import { apiRequest } from '../oauth/api-request.js';
import { clientRequest } from '../oauth/client-request.js';
import { rfc } from '../run/step.js';
import { tokensByCode } from './ask-user.js';
import type { Grant } from './grant.js';
import { callApi, discover, getTokens, seeRefused } from './steps.js';

const client = clients.web;

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-6 */
export const refresh: Grant = {
  slug: 'refresh',
  title: 'Refresh',
  summary: 'An app gets new access tokens without bothering the user again.',
  text: 'Access tokens live for minutes, so that a stolen one is soon worth nothing. A refresh token gets new ones. Each use replaces it, and so the server notices when two have the same: then something was stolen, and all of it ends.',
  fields: [],
  async run(run, world) {
    const { api } = world;
    const server = await discover(run, world.issuer, 'refresh_token');
    const first = await tokensByCode(run, server, client, world);
    const refreshToken = run.need(first.refreshToken, 'There is no refresh token in it.');
    const request = { grant_type: 'refresh_token', refresh_token: refreshToken };

    const second = await getTokens(run, server, client, request, {
      title: 'The client refreshes',
      text: 'The answer has a new access token and a new refresh token; the old refresh token is spent.',
      section: rfc(6749, '6'),
    });

    const again = await getTokens(run, server, client, request, {
      title: 'The answer was lost: the client asks again',
      text: 'The identical request within ten seconds gets the identical answer, so a dropped connection or two open tabs log nobody out.',
      section: rfc(9700, '4.14.2'),
    });
    if (again.accessToken !== second.accessToken || again.refreshToken !== second.refreshToken)
      run.stop('The tokens are others than before.');
    run.found('These are the same two tokens again.');

    const spare = run.need(second.refreshToken, 'There is no new refresh token in it.');
    const narrow = await getTokens(
      run,
      server,
      client,
      { grant_type: 'refresh_token', refresh_token: spare, scope: 'notes.read' },
      {
        title: 'The client refreshes for less',
        text: 'With scope it asks for a token that can do less than the user has allowed, for a part of itself that needs no more.',
        section: rfc(6749, '6'),
      },
    );
    await callApi(run, `${api}/notes`, narrow);
    await run.send(
      {
        title: 'That token is not good for everything',
        text: 'The profile needs the scope profile. The token is valid, but lacks it: 403, and the challenge says which scope is missing.',
        section: rfc(6750, '3.1'),
      },
      apiRequest(`${api}/profile`, narrow.accessToken),
      403,
    );

    await run.send(
      {
        title: 'A thief uses the spent refresh token',
        text: 'It was replaced before, and this is no repeat of the request that replaced it. Which of the two is the thief, the server cannot know: it revokes everything that the user has allowed here.',
        section: rfc(9700, '4.14.2'),
      },
      clientRequest(server.tokenEndpoint, client, { ...request, scope: 'profile' }),
      400,
    );
    await seeRefused(
      run,
      `${api}/notes`,
      narrow,
      'It was valid a moment ago, and is not any more. The thief has nothing, and the user signs in again.',
    );
  },
};
