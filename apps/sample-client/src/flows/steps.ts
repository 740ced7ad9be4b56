import { buildApiRequest } from '../oauth/api.js';
import { buildClientRequest } from '../oauth/client.js';
import type { Parameters } from '../oauth/http.js';
import { buildMetadataRequest, parseMetadata, type ServerMetadata } from '../oauth/metadata.js';
import { parseTokenResponse, type Tokens } from '../oauth/tokens.js';
import type { Run } from '../run/run.js';
import { rfcSection, type StepText } from '../run/step.js';
import type { ServerAccess } from './flow.js';

/** Reads the server's metadata, and checks that the server supports a grant type. */
export async function discoverServer(
  run: Run,
  issuer: string,
  grantType: string,
): Promise<ServerMetadata> {
  const response = await run.send(
    {
      title: 'The client asks where the endpoints are',
      text: 'A client needs to know the server’s issuer only. The rest is in its metadata, at a well-known path.',
      section: rfcSection(8414, '3'),
    },
    buildMetadataRequest(issuer),
  );
  const server = run.requireValue(
    parseMetadata(response.body, issuer),
    'This is not the metadata of the issuer that the client asked.',
  );
  run.recordSuccess('It names the issuer that the client asked, the identical string.');
  if (!server.grantTypes.includes(grantType)) run.stop(`This server does not offer ${grantType}.`);
  return server;
}

/** Requests tokens at the token endpoint. */
export async function requestTokens(
  { run, server, client }: ServerAccess,
  parameters: Parameters,
  text: StepText,
): Promise<Tokens> {
  const request = buildClientRequest(server.tokenEndpoint, client, parameters);
  const { body } = await run.send(text, request);
  const tokens = run.requireValue(
    parseTokenResponse(body),
    'This is no token response with a Bearer token.',
  );
  const { scope } = tokens;
  if (scope !== undefined && parameters['scope'] !== undefined && scope !== parameters['scope'])
    run.recordSuccess(`Of the requested scope, the token has: ${scope}.`);
  return tokens;
}

/** Reads from the API with an access token. */
export async function callApi(run: Run, url: string, { accessToken }: Tokens): Promise<void> {
  await run.send(
    {
      title: 'The client calls the API',
      text: 'The token goes in the Authorization header. The API asks the server what the token stands for before it answers.',
      section: rfcSection(6750, '2.1'),
    },
    buildApiRequest(url, accessToken),
  );
}

/** Expects the API to refuse an access token that is valid no longer. */
export async function expectInvalidToken(
  run: Run,
  url: string,
  { accessToken }: Tokens,
  text: string,
): Promise<void> {
  const section = rfcSection(6750, '3.1');
  const title = 'The API refuses the access token';
  await run.send({ title, text, section }, buildApiRequest(url, accessToken), 401);
}

/** Revokes tokens, and expects the API to refuse the access token from then on. */
export async function revokeTokens(
  { run, server, client }: ServerAccess,
  url: string,
  tokens: Tokens,
): Promise<void> {
  const { accessToken, refreshToken } = tokens;
  const [type, token] =
    refreshToken === undefined
      ? (['access_token', accessToken] as const)
      : (['refresh_token', refreshToken] as const);
  await run.send(
    {
      title: 'The client gives back what it no longer needs',
      text: revocationTexts[type],
      section: rfcSection(7009, '2.1'),
    },
    buildClientRequest(server.revocationEndpoint, client, { token, token_type_hint: type }),
  );
  await expectInvalidToken(run, url, tokens, refusalTexts[type]);
}

const revocationTexts = {
  access_token: 'When the user signs out of the client, the client revokes its token.',
  refresh_token:
    'When the user signs out of the client, the client revokes its refresh token. Every token of the same authorization goes with it.',
} as const;

const refusalTexts = {
  access_token: 'The access token has not expired, but it was revoked.',
  refresh_token: 'The access token has not expired, but it was revoked with the refresh token.',
} as const;
