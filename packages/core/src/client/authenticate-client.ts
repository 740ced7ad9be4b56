import type { PresentedCredentials } from '../contract/client-authentication.js';
import type { Client } from '../contract/client.js';
import type { FormRequest } from '../contract/requests.js';
import type { ServerContext } from '../contract/server-context.js';
import type { Awaitable } from '../contract/types.js';
import { andThen } from '../lib/and-then.js';
import { getAuthenticationMethod } from './client-metadata.js';
import { clientError } from './reasons.js';

/** Credentials that a request presents, and the method they are of. */
interface Candidate {
  readonly method: string;
  readonly credentials: PresentedCredentials;
}

/**
 * Finds the client that sent a request and verifies its credentials.
 *
 * @throws OAuthError `invalid_client`, with the same response for an unknown client and a wrong
 * secret; `invalid_request` when the request uses two methods or names two clients
 */
export function authenticateClient(request: FormRequest, server: ServerContext): Awaitable<Client> {
  const candidates = selectAuthenticationMethod(request, server);
  const clientId = assertSingleClient(request, candidates);
  return andThen(server.findClient(clientId), (client) => verifyClient(client, candidates));
}

/**
 * The credentials that count: those of the one method that matches, else those of all fallbacks that
 * match, of which the client's registration selects one.
 */
function selectAuthenticationMethod(
  request: FormRequest,
  server: ServerContext,
): readonly Candidate[] {
  const candidates: Candidate[] = [];
  const fallbacks: Candidate[] = [];
  for (const [method, entry] of server.clientAuthentication) {
    const credentials = entry.read(request, server);
    if (credentials) (entry.fallback ? fallbacks : candidates).push({ method, credentials });
  }
  if (candidates.length > 1) throw clientError('client.two_methods');
  return candidates.length === 1 ? candidates : fallbacks;
}

/** The one client id that the request and all candidates name. */
function assertSingleClient(
  { parameters }: FormRequest,
  [first, ...others]: readonly Candidate[],
): string {
  if (first === undefined) throw clientError('client.missing');
  const { clientId } = first.credentials;
  const requested = parameters.get('client_id') ?? clientId;
  const isSame = others.every(({ credentials }) => credentials.clientId === clientId);
  if (isSame && requested === clientId) return clientId;
  throw clientError('client.two_ids');
}

function verifyClient(
  client: Client | undefined,
  candidates: readonly Candidate[],
): Awaitable<Client> {
  const expected = client && getAuthenticationMethod(client);
  const candidate = candidates.find(({ method }) => method === expected) ?? candidates[0];
  if (candidate === undefined) throw clientError('client.missing');
  const { method, credentials } = candidate;
  const { clientId } = credentials;
  return andThen(credentials.verify(client), (verified) => {
    if (client === undefined)
      throw clientError('client.unknown', { clientId: clientId.slice(0, 200) });
    if (method !== expected)
      throw clientError('client.wrong_method', {
        clientId,
        values: { method, expected: expected ?? '' },
      });
    if (!verified) throw clientError('client.secret_mismatch', { clientId });
    return client;
  });
}
