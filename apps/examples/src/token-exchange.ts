import {
  assertScopeAllowed,
  type Awaitable,
  type Client,
  defineGrant,
  defineReasons,
  type GrantHandler,
  type GrantPlugin,
  type Issuance,
  type JsonObject,
  type StoredRecord,
  type TokenRequest,
} from '@oauth/core/plugin';

const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange';
const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';

/** Which client wants to act with which token, and where. */
export interface Exchange {
  readonly client: Client;
  readonly subject: StoredRecord;
  /** The party that acts for the subject; without it the new token is as if from the subject. */
  readonly actor: StoredRecord | undefined;
  readonly audience: readonly string[];
}

/** Options of {@link tokenExchange}. */
export interface TokenExchangeOptions {
  /** Whether the client may have the token. */
  readonly allow: (exchange: Exchange) => Awaitable<boolean>;
}

/** What {@link tokenExchange} returns. */
export type TokenExchangePlugin = GrantPlugin<{
  readonly name: string;
  readonly grants: { readonly [grantType]: GrantHandler };
}>;

const exchangeError = defineReasons({
  /** The client requests a token of a type other than access token. */
  'requested_token_type.unsupported': {
    error: 'invalid_request',
    description: `The requested_token_type must be ${accessTokenType}.`,
  },
  /** A subject or actor token is said to be of a type other than access token. */
  '{parameter}_type.unsupported': {
    error: 'invalid_request',
    description: `The parameter {parameter}_type must be ${accessTokenType}.`,
  },
  /** A subject or actor token is unknown, expired or revoked. */
  '{parameter}.invalid': {
    error: 'invalid_request',
    description: 'The {parameter} is invalid, expired or revoked.',
  },
  /** The requested scope is more than the subject token has. */
  'scope.beyond_subject_token': {
    error: 'invalid_scope',
    description: 'The subject_token does not have the scope {scope}.',
  },
  /** The option `allow` has returned false. */
  'token_exchange.not_allowed': {
    error: 'invalid_target',
    description: 'The client may not exchange this token for this audience.',
  },
});

/**
 * Trades an access token of this server for one with less scope or for another API. The new token
 * ends with the old one and with its grant.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8693
 */
export function tokenExchange({ allow }: TokenExchangeOptions): TokenExchangePlugin {
  return defineGrant({
    name: 'token-exchange',
    grants: { [grantType]: { handle: (request) => exchangeToken(request, allow) } },
    repeatableParameters: ['audience', 'resource'],
  });
}

async function exchangeToken(
  request: TokenRequest,
  allow: TokenExchangeOptions['allow'],
): Promise<Issuance> {
  const { client, parameters } = request;
  if ((parameters.get('requested_token_type') ?? accessTokenType) !== accessTokenType)
    throw exchangeError('requested_token_type.unsupported');
  const subject = await findPresented(request, 'subject_token');
  const hasActor = ['actor_token', 'actor_token_type'].some((name) => parameters.get(name));
  const actor = hasActor ? await findPresented(request, 'actor_token') : undefined;
  const requested = ['audience', 'resource'].flatMap((name) => parameters.all(name));
  const audience = requested.length > 0 ? requested : (subject.data.audience ?? []);
  if (!(await allow({ client, subject, actor, audience })))
    throw exchangeError('token_exchange.not_allowed');
  return {
    subject: subject.subject,
    scope: resolveScope(request, subject),
    audience: audience.length > 0 ? audience : undefined,
    details: buildDetails(subject, actor),
    continues: subject,
    expiresAt: subject.expiresAt,
    response: { issued_token_type: accessTokenType },
  };
}

async function findPresented(request: TokenRequest, parameter: string): Promise<StoredRecord> {
  const { parameters } = request;
  const token = parameters.required(parameter);
  const values = { parameter };
  if (parameters.required(`${parameter}_type`) !== accessTokenType)
    throw exchangeError('{parameter}_type.unsupported', { values });
  const record = await request.findRecord(token, 'access_token');
  if (record !== undefined) return record;
  throw exchangeError('{parameter}.invalid', { values });
}

/** A requested scope must be the subject token's. Without a request: what both client and token have. */
function resolveScope(request: TokenRequest, { data }: StoredRecord): readonly string[] {
  const held = new Set(data.scope.split(' '));
  const requested = request.scope();
  if (request.parameters.get('scope') === undefined)
    return requested.filter((scope) => held.has(scope));
  return assertScopeAllowed(requested, held, (scope) =>
    exchangeError('scope.beyond_subject_token', { values: { scope } }),
  );
}

/**
 * The new actor comes before those that acted until now (section 4.1). The key that the subject token
 * is bound to is the subject's, so the new token is not bound to it.
 */
function buildDetails({ data }: StoredRecord, actor: StoredRecord | undefined): JsonObject {
  const { cnf: _, ...details } = data.details ?? {};
  if (actor === undefined) return details;
  return { ...details, act: { sub: actor.subject ?? actor.clientId, act: details['act'] } };
}
