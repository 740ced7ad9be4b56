import { andThen, inTurn } from './after.js';
import { OAuthError } from './errors.js';
import type { Issuance, IssuingRequest } from './plugin.js';
import { formatScope } from './scope.js';
import type { ServerContext } from './server-context.js';
import type { Change, RecordData, StoredRecord } from './store.js';
import type { Awaitable, JsonObject } from './types.js';

/** Tokens that are made but not yet stored: nobody may see `body` before `changes` are committed. */
export interface PreparedIssue {
  readonly grantId: string;
  readonly issuance: Issuance;
  readonly body: JsonObject;
  readonly changes: readonly Change[];
}

/**
 * Turns what was authorized into tokens, their records and the response.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1
 */
export function prepareIssue(
  server: ServerContext,
  request: IssuingRequest,
  decided: Issuance,
  newGrantId?: string,
): Awaitable<PreparedIssue> {
  const { consumes, continues, rememberResponse, tokenSeeds } = decided;
  const issuing = inTurn(server.hooks, decided, (hook, issuance) =>
    // A hook decides what is issued, not what is spent for it.
    hook.beforeIssue
      ? andThen(hook.beforeIssue(issuance, request, server), (changed) => ({
          ...changed,
          consumes,
          continues,
          rememberResponse,
          tokenSeeds,
        }))
      : issuance,
  );
  const grantId = (consumes ?? continues)?.grantId ?? newGrantId ?? server.tokens.newGrantId();
  return andThen(issuing, (issuance) =>
    andThen(makeTokens(server, request, issuance, grantId), ({ body: made, changes }) => {
      const responding = inTurn(server.hooks, made, (hook, body) =>
        hook.beforeTokenResponse ? hook.beforeTokenResponse(body, issuance, request, server) : body,
      );
      return andThen(responding, (body) =>
        andThen(consumes && rememberResponse?.(body), (remembered) => {
          if (consumes) changes.unshift(spend(consumes, server.now(), remembered));
          if (continues)
            changes.unshift({ type: 'extend', id: continues.id, expiresAt: continues.expiresAt });
          return { grantId, issuance, body, changes };
        }),
      );
    }),
  );
}

interface Made {
  readonly body: JsonObject;
  readonly changes: Change[];
}

function makeTokens(
  server: ServerContext,
  request: IssuingRequest,
  issuance: Issuance,
  grantId: string,
): Awaitable<Made> {
  const { now, client, grantType } = request;
  const { subject, audience, details, response } = issuance;
  const expiresAt = endOf(server, request, issuance);
  const scope = formatScope(issuance.scope);
  const data: RecordData = { scope, issuedAt: now, audience, details };
  const clientId = client.client_id;
  const insert = (id: string, kind: string, expiresAt: number, data: RecordData): Change => ({
    type: 'insert',
    record: { id, version: 0, kind, grantId, clientId, subject, expiresAt, data },
  });
  // A redirect must not carry one, whatever a hook decides (RFC 6749 section 4.2.2).
  const refreshable = issuance.refreshable === true && grantType !== 'implicit';
  const granted = refreshable ? server.refreshTokens?.(request, issuance, server) : undefined;
  const issue = { request, issuance, grantId, expiresAt };
  const created = server.accessTokenFormat.create(issue, server);
  const generate = server.options.refreshTokenGenerator;
  return andThen(created, (access) =>
    andThen(
      granted && server.tokens.mint(grantId, generate, issuance.tokenSeeds?.().refreshToken),
      (refresh) => {
        const changes = [insert(access.id, 'access_token', expiresAt, data)];
        if (granted && refresh) {
          const kept = Object.assign({}, data, granted.data);
          changes.push(insert(refresh.id, 'refresh_token', granted.expiresAt, kept));
        }
        const own = {
          access_token: access.token,
          token_type: 'Bearer',
          expires_in: expiresAt - now,
          // An empty scope is no scope (RFC 6749 section 3.3), and left out.
          scope: scope || undefined,
        };
        const body = Object.assign({}, response, own, refresh && { refresh_token: refresh.token });
        return { body, changes };
      },
    ),
  );
}

/** When the access token ends, in epoch seconds. */
function endOf(server: ServerContext, request: IssuingRequest, issuance: Issuance): number {
  const lifetime = server.accessTokenLifetime(request, issuance);
  const expiresAt = Math.min(request.now + lifetime, issuance.expiresAt ?? Infinity);
  if (Number.isSafeInteger(expiresAt) && expiresAt > request.now) return expiresAt;
  throw new OAuthError('server_error', {
    reason: 'token.lifetime',
    hint: 'accessTokenLifetime must be a positive integer, expiresAt after now',
  });
}

/** Marks a single-use record as spent; of parallel attempts one gets through. */
export function spend(record: StoredRecord, now: number, remembered?: string): Change {
  // Not a spread: V8 gives each object that a member joins after one a hidden class of its own, and
  // whatever reads many of those gets slow.
  const data = Object.assign({}, record.data, { spentAt: now, remembered });
  return { type: 'update', record: { ...record, version: record.version + 1, data } };
}
