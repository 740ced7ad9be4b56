import {
  type Awaitable,
  type Client,
  type GrantHandler,
  type Issuance,
  type JsonObject,
  OAuthError,
  type StoredRecord,
  type TokenRequest,
} from '@oauth/core';
import {
  assertScopeAllowed,
  defineGrant,
  type GrantPlugin,
  type OAuthErrorOptions,
} from '@oauth/core/plugin';

const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange';
const accessToken = 'urn:ietf:params:oauth:token-type:access_token';

/** Who wants to act with whose token, and where. */
export interface Exchange {
  readonly client: Client;
  readonly subject: StoredRecord;
  /** Who acts for the subject; without it the client gets to be the subject. */
  readonly actor: StoredRecord | undefined;
  readonly audience: readonly string[];
}

/** Options of {@link tokenExchange}. */
export interface TokenExchangeOptions {
  /** Whether the client may have such a token. */
  readonly allow: (exchange: Exchange) => Awaitable<boolean>;
}

/** What {@link tokenExchange} returns. */
export type TokenExchangePlugin = GrantPlugin<{
  readonly name: string;
  readonly grants: { readonly [grantType]: GrantHandler };
}>;

/**
 * Trades an access token of this server for one with less scope or for another API. The new one ends
 * with the old one, and with its grant.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8693
 */
export function tokenExchange({ allow }: TokenExchangeOptions): TokenExchangePlugin {
  return defineGrant({
    name: 'token-exchange',
    grants: { [grantType]: { handle: (request) => exchange(request, allow) } },
  });
}

async function exchange(
  request: TokenRequest,
  allow: TokenExchangeOptions['allow'],
): Promise<Issuance> {
  const { client, parameters } = request;
  const wanted = parameters.get('requested_token_type') ?? accessToken;
  if (wanted !== accessToken) throw refused('invalid_request', 'requested_token_type.unsupported');
  const subject = await presented(request, 'subject_token');
  const hasActor = ['actor_token', 'actor_token_type'].some((name) => parameters.get(name));
  const actor = hasActor ? await presented(request, 'actor_token') : undefined;
  const asked = ['audience', 'resource'].flatMap((name) => parameters.all(name));
  const audience = asked.length > 0 ? asked : (subject.data.audience ?? []);
  if (!(await allow({ client, subject, actor, audience })))
    throw new OAuthError('invalid_target', { reason: 'token_exchange.not_allowed' });
  return {
    subject: subject.subject,
    scope: scopeWithin(request, subject),
    audience: audience.length > 0 ? audience : undefined,
    details: detailsOf(subject, actor),
    continues: subject,
    expiresAt: subject.expiresAt,
    response: { issued_token_type: accessToken },
  };
}

async function presented(request: TokenRequest, name: string): Promise<StoredRecord> {
  const { parameters } = request;
  const token = parameters.required(name);
  if (parameters.required(`${name}_type`) !== accessToken)
    throw refused('invalid_request', `${name}_type.unsupported`);
  const record = await request.findRecord(token, 'access_token');
  if (record !== undefined) return record;
  throw refused('invalid_request', `${name}.invalid`);
}

/** What is asked for must be the subject's; what is not asked for may be less than all of it. */
function scopeWithin(request: TokenRequest, { data }: StoredRecord): readonly string[] {
  const held = new Set(data.scope.split(' '));
  const scope = request.scope();
  if (request.parameters.get('scope') === undefined) return scope.filter((one) => held.has(one));
  return assertScopeAllowed(scope, held, (one) =>
    refused('invalid_scope', 'scope.beyond_subject_token', {
      description: `The scope ${one} is not allowed.`,
    }),
  );
}

/** Who acts comes before those who did (section 4.1). A key that the subject's token is bound to stays with it. */
function detailsOf({ data }: StoredRecord, actor: StoredRecord | undefined): JsonObject {
  const { cnf: _, ...details } = data.details ?? {};
  if (actor === undefined) return details;
  return { ...details, act: { sub: actor.subject ?? actor.clientId, act: details['act'] } };
}

function refused(
  code: string,
  reason: string,
  more?: Omit<OAuthErrorOptions, 'reason'>,
): OAuthError {
  const description = reason.replace(/\..*/, (rest) => rest.replace(/[._]/g, ' '));
  return new OAuthError(code, { reason, description, ...more });
}
