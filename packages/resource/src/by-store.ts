import { andThen, findToken, type Server, type StoredRecord } from '@oauth/core/plugin';
import type { AccessTokenInfo, TokenValidator } from './types.js';

/**
 * Looks tokens up in the store of an authorization server in the same process. For an authorization
 * server in another process that shares the database, create a server from the same options.
 */
export function byStore({ context }: Pick<Server, 'context'>): TokenValidator {
  return (token) => andThen(findToken(context, token, { kind: 'access_token' }), toAccessTokenInfo);
}

function toAccessTokenInfo(record: StoredRecord | undefined): AccessTokenInfo | undefined {
  if (record === undefined || record.data.spentAt !== undefined) return undefined;
  const { clientId, subject, expiresAt, data } = record;
  return {
    subject: subject ?? clientId,
    clientId,
    scopes: data.scope === '' ? [] : data.scope.split(' '),
    audience: data.audience ?? [],
    expiresAt,
    claims: data.details ?? {},
  };
}
