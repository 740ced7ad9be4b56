import type { Client } from '../clients.js';
import { apiRequest } from '../oauth/api-request.js';
import { clientRequest } from '../oauth/client-request.js';
import type { HttpResponse, Parameters } from '../oauth/http.js';
import { metadataRequest, readMetadata, type ServerMetadata } from '../oauth/metadata.js';
import { readTokens, type Tokens } from '../oauth/tokens.js';
import type { Run } from '../run/run.js';
import { rfc, type Words } from '../run/step.js';

/** Finds out where the server's endpoints are, and that it offers a grant. */
export async function discover(
  run: Run,
  issuer: string,
  grantType: string,
): Promise<ServerMetadata> {
  const response = await run.send(
    {
      title: 'The client asks where the endpoints are',
      text: 'A client needs to know the server’s issuer only. All else stands in its metadata, at a well-known path.',
      section: rfc(8414, '3'),
    },
    metadataRequest(issuer),
  );
  const server = readMetadata(response.body, issuer);
  const known = run.need(server, 'This is not the metadata of the issuer that was asked.');
  run.found('It names the issuer that was asked, the identical string.');
  if (!known.grantTypes.includes(grantType)) run.stop(`This server does not offer ${grantType}.`);
  return known;
}

/** Asks the token endpoint for tokens. */
export async function getTokens(
  run: Run,
  server: ServerMetadata,
  client: Client,
  parameters: Parameters,
  words: Words,
): Promise<Tokens> {
  const request = clientRequest(server.tokenEndpoint, client, parameters);
  const { body } = await run.send(words, request);
  const tokens = run.need(readTokens(body), 'This is no answer with a Bearer token.');
  const { scope } = tokens;
  if (scope !== undefined && parameters['scope'] !== undefined && scope !== parameters['scope'])
    run.found(`Of what was asked for, this is good for: ${scope}.`);
  return tokens;
}

/** Reads from the API with a token. */
export async function callApi(run: Run, url: string, { accessToken }: Tokens): Promise<void> {
  await run.send(
    {
      title: 'The client calls the API',
      text: 'The token goes in the Authorization header. The API asks the server what the token stands for, and then answers.',
      section: rfc(6750, '2.1'),
    },
    apiRequest(url, accessToken),
  );
}

/** Sees the API refuse a token that nothing is right with any more. */
export async function seeRefused(
  run: Run,
  url: string,
  { accessToken }: Tokens,
  text: string,
): Promise<HttpResponse> {
  const section = rfc(6750, '3.1');
  const words = { title: 'The API refuses the access token', text, section };
  return run.send(words, apiRequest(url, accessToken), 401);
}

/** Tells the server that the tokens are needed no longer. */
export async function revoke(
  run: Run,
  server: ServerMetadata,
  client: Client,
  { accessToken, refreshToken }: Tokens,
): Promise<void> {
  await run.send(
    {
      title: 'The client gives back what it no longer needs',
      text:
        refreshToken === undefined
          ? 'When the user signs out of the client, the client revokes its token.'
          : 'When the user signs out of the client, the client revokes its refresh token. Every token of the same authorization goes with it.',
      section: rfc(7009, '2.1'),
    },
    clientRequest(server.revocationEndpoint, client, {
      token: refreshToken ?? accessToken,
      token_type_hint: refreshToken === undefined ? 'access_token' : 'refresh_token',
    }),
  );
}
