import { issueTokens, type JsonObject, type Server } from '@oauth/core';

/** A token that a user makes on a page of the app, for a script or a command line. */
export interface PersonalTokenRequest {
  /** The client that the token counts as issued to. */
  readonly clientId: string;
  readonly subject: string;
  /** Within what the client may have. */
  readonly scope: readonly string[];
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/**
 * Issues a token that no token request asks for. Hooks, token format, storage and events are those of
 * the token endpoint. The server's `accessTokenLifetime` bounds the lifetime; as a function it can
 * tell these tokens by their grant type, `personal_token`.
 *
 * @returns the members of a token response
 * @throws OAuthError `invalid_scope`
 */
export async function issuePersonalToken(
  server: Pick<Server, 'context'>,
  { clientId, subject, scope, expiresAt }: PersonalTokenRequest,
): Promise<JsonObject> {
  const { findClient, scopes } = server.context;
  const client = await findClient(clientId);
  if (client === undefined) throw new TypeError(`There is no client ${clientId}.`);
  return issueTokens(
    server,
    { client, grantType: 'personal_token' },
    { subject, scope: scopes.resolve(client, scope.join(' ')), expiresAt },
  );
}
