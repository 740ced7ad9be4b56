import type { ServerContext } from '../contract/server-context.js';
import type { ReadHint, StoredRecord } from '../contract/store.js';
import type { Awaitable } from '../contract/types.js';
import { andThen } from '../lib/and-then.js';
import { isTokenText, resolveOpaqueTokenId } from './create-token.js';
import { tokenError } from './reasons.js';

/**
 * Finds the live record of a code or token, whether it is spent or not; with `hint.kind`, only one of
 * that kind.
 *
 * @param hint `stale` lets the store answer from a replica or a cache
 * @throws OAuthError `server_error` when the store returns what is not a record
 */
export function findToken(
  server: ServerContext,
  token: string,
  hint?: ReadHint,
): Awaitable<StoredRecord | undefined> {
  if (!isTokenText(token)) return undefined;
  const resolved = server.accessTokenFormat.resolveRecordId(token, server);
  const id = andThen(resolved, (formatted) => formatted ?? resolveOpaqueTokenId(token, server));
  return andThen(id, (recordId) => findLiveRecord(server, recordId, hint));
}

function findLiveRecord(
  server: ServerContext,
  id: string,
  hint: ReadHint | undefined,
): Awaitable<StoredRecord | undefined> {
  return andThen(server.store.get(id, hint), (record) => {
    if (!record) return undefined;
    if (!isStoredRecord(record, id)) throw tokenError('store.malformed_record');
    const isLive = record.expiresAt > server.now();
    return isLive && (hint?.kind === undefined || record.kind === hint.kind) ? record : undefined;
  });
}

/** Whether a store returned a whole record; one that lost a member must not pass for one without. */
export function isStoredRecord(value: StoredRecord, id: string): boolean {
  return (
    value.id === id &&
    id.startsWith(value.grantId) &&
    typeof value.kind === 'string' &&
    typeof value.clientId === 'string' &&
    typeof value.data.scope === 'string' &&
    Number.isSafeInteger(value.version) &&
    Number.isFinite(value.expiresAt) &&
    Number.isFinite(value.data.issuedAt)
  );
}
