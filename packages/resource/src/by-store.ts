import {
  andThen,
  type Awaitable,
  collectTokenClaims,
  findToken,
  type JsonObject,
  type Server,
  type ServerContext,
  type StoredRecord,
} from '@oauth/core/plugin';
import { canBeAccessTokenType, omitBearerType } from './token-type.js';
import type { AccessTokenInfo, TokenValidator } from './types.js';

/**
 * Looks tokens up in the store of an authorization server in the same process. For an authorization
 * server in another process that shares the database, create a server from the same options and
 * plugins: their hooks `tokenClaims` determine the claims and the subject.
 */
export function byStore({ context }: Pick<Server, 'context'>): TokenValidator {
  return (token) =>
    andThen(findToken(context, token, { kind: 'access_token' }), (record) =>
      record === undefined || record.data.spentAt !== undefined
        ? undefined
        : readAccessTokenInfo(record, context),
    );
}

function readAccessTokenInfo(
  record: StoredRecord,
  server: ServerContext,
): Awaitable<AccessTokenInfo | undefined> {
  const { clientId, subject, data } = record;
  const source = { clientId, subject, details: data.details };
  return andThen(collectTokenClaims(server, source), (claims) =>
    toAccessTokenInfo(record, claims ?? {}),
  );
}

function toAccessTokenInfo(record: StoredRecord, claims: JsonObject): AccessTokenInfo | undefined {
  const { clientId, subject = clientId, expiresAt, data } = record;
  const { tokenType = 'Bearer' } = data;
  const { cnf, sub } = claims;
  if (!canBeAccessTokenType(tokenType, cnf)) return undefined;
  return {
    subject: typeof sub === 'string' ? sub : subject,
    clientId,
    scopes: data.scope === '' ? [] : data.scope.split(' '),
    audience: data.audience ?? [],
    expiresAt,
    claims,
    tokenType: omitBearerType(tokenType),
  };
}
