import type { Client } from '../contract/client.js';
import type { Issuance } from '../contract/grant.js';
import type { FormRequest } from '../contract/requests.js';
import type { ServerContext } from '../contract/server-context.js';
import type { Server } from '../contract/server.js';
import type { JsonObject } from '../contract/types.js';
import { issueResponse } from './carry-out-decision.js';
import { tokenError } from './reasons.js';

/** What tokens are issued for without a token request. */
export interface DirectIssueRequest {
  readonly client: Client;
  /** Says in events and hooks how the tokens came about, such as the grant type of a push. */
  readonly grantType: string;
  /** The request that led here, if one did; its parameters. */
  readonly from?: FormRequest | undefined;
}

/**
 * Issues tokens that no token request asks for: pushed to a client, or for the app itself. Hooks,
 * formats and storage are those of the token endpoint.
 *
 * @throws OAuthError, `temporarily_unavailable` when another request was faster
 */
export async function issueTokens(
  { context: server }: Pick<Server, 'context'>,
  { client, grantType, from = createEmptyRequest(server) }: DirectIssueRequest,
  issuance: Issuance,
): Promise<JsonObject> {
  const { http, endpoint, parameters } = from;
  const request = { http, endpoint, parameters, client, grantType, now: server.now() };
  const body = await issueResponse(server, request, issuance);
  if (body === undefined) throw tokenError('store.contended');
  return body;
}

function createEmptyRequest(server: ServerContext): FormRequest {
  const http = { method: 'POST', url: '/', headers: { get: () => null }, text: () => '' };
  return { http, endpoint: 'token_endpoint', parameters: server.parseParameters('') };
}
