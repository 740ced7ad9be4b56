import type { Client } from '../clients.js';
import { answerFault, authorizationUrl } from '../oauth/authorization.js';
import type { Parameters } from '../oauth/http.js';
import type { ServerMetadata } from '../oauth/metadata.js';
import { challengeOf, randomText } from '../oauth/secrets.js';
import type { Tokens } from '../oauth/tokens.js';
import type { Run } from '../run/run.js';
import { rfc } from '../run/step.js';
import type { World } from './grant.js';
import { getTokens } from './steps.js';

/** Sends the browser to the server and checks what it brings back. */
export async function askUser(
  run: Run,
  server: ServerMetadata,
  client: Client,
  { responseType, redirectUri, scope, parameters, ...texts }: AskUserOptions,
): Promise<URLSearchParams> {
  const state = randomText();
  const url = authorizationUrl(server, {
    response_type: responseType,
    client_id: client.id,
    redirect_uri: redirectUri,
    scope,
    state,
    ...parameters,
  });
  const [there, back, mark] =
    responseType === 'code'
      ? (['4.1.1', '4.1.2', '?'] as const)
      : (['4.2.1', '4.2.2', '#'] as const);
  const answer = await run.sendBrowser(
    {
      title: 'The client sends the browser to the server',
      text: texts.there,
      section: rfc(6749, there),
    },
    url,
    state,
  );
  run.noteBrowser(
    {
      title: 'The server sends the browser back',
      text: texts.back,
      section: rfc(6749, back),
    },
    `${redirectUri}${mark}${answer.toString()}`,
  );
  run.found('state is what this client gave this browser, so nobody else started this.');
  const fault = answerFault(answer, server.issuer);
  if (fault !== undefined) run.stop(fault);
  run.found('iss is the server that was asked, so no other one mixes in its answer (RFC 9207).');
  return answer;
}

interface AskUserOptions {
  readonly responseType: 'code' | 'token';
  readonly redirectUri: string;
  readonly scope: string;
  readonly parameters?: Parameters;
  /** What to say of the request. */
  readonly there: string;
  /** What to say of the answer. */
  readonly back: string;
}

/** Gets tokens by an authorization code with PKCE: the way to act for a user. */
export async function tokensByCode(
  run: Run,
  server: ServerMetadata,
  client: Client,
  { own }: World,
): Promise<Tokens> {
  const verifier = randomText();
  const redirectUri = `${own}/callback`;
  const scope = 'notes.read profile';
  const answer = await askUser(run, server, client, {
    responseType: 'code',
    redirectUri,
    scope,
    there:
      'There the user signs in and decides; the client never sees the password. state and code_challenge are new for each request: the client keeps what belongs to them to itself.',
    back: 'The redirect brings a code, which is of use once, within a minute, and to this client only.',
    parameters: { code_challenge: challengeOf(verifier), code_challenge_method: 'S256' },
  });
  return getTokens(
    run,
    server,
    client,
    {
      grant_type: 'authorization_code',
      code: run.need(answer.get('code') ?? undefined, 'There is no code in it.'),
      redirect_uri: redirectUri,
      code_verifier: verifier,
    },
    {
      title: 'The client trades the code for tokens',
      text: 'Directly, not by the browser. code_verifier is what code_challenge is the SHA-256 of: who has only seen the browser’s requests cannot know it (RFC 7636).',
      section: rfc(6749, '4.1.3'),
    },
  );
}
