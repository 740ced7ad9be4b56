import { SignJWT, type JWTPayload } from 'jose';
import {
  checkOptionNames,
  collectTokenClaims,
  type AccessTokenFormat,
  type AccessTokenInput,
  type Check,
  type Endpoint,
  type Hooks,
  type Issuance,
  type JsonObject,
  type OptionNames,
  type Plugin,
  type ServerContext,
  type ServerOptions,
} from '@oauth/core/plugin';
import { jwksEndpoint } from './jwks-endpoint.js';
import type { KeyRing } from './key-ring.js';
import { jwtError } from './reasons.js';
import { verifyJti } from './verify-jti.js';

/** Options of {@link jwtAccessTokens}. */
export interface JwtAccessTokensOptions {
  readonly keys: KeyRing;
  /** `aud` of tokens whose grant names no audience: the API that they are for (RFC 9068 section 3). */
  readonly audience: string | readonly string[];
  /** Claims of the app. They cannot replace the claims that this package writes. */
  readonly claims?: ((input: AccessTokenInput) => JsonObject | Promise<JsonObject>) | undefined;
}

const optionNames: OptionNames<JwtAccessTokensOptions> = {
  keys: true,
  audience: true,
  claims: true,
};

/** What {@link jwtAccessTokens} returns. */
export interface JwtAccessTokensPlugin extends Pick<Plugin, 'name' | 'check'> {
  readonly accessTokenFormat: AccessTokenFormat;
  readonly endpoints: { readonly jwks_uri: Endpoint };
  readonly hooks: Hooks;
}

/**
 * Access tokens that APIs validate by their signature: signed JWTs, and the public keys at
 * `jwks_uri`. The store has a record of each, so introspection and revocation work as for opaque
 * tokens.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9068
 */
export function jwtAccessTokens(options: JwtAccessTokensOptions): JwtAccessTokensPlugin {
  const { keys, audience } = options;
  return {
    name: '@oauth/token-jwt',
    endpoints: { jwks_uri: jwksEndpoint(keys) },
    check(server, check) {
      checkOptionNames(options, optionNames, check, 'jwtAccessTokens.');
      checkOptions(options, server.options, check);
    },
    // The grant keeps the audience, so introspection and refreshed tokens have it too.
    hooks: { beforeIssue: (issuance) => addDefaultAudience(issuance, [audience].flat()) },
    accessTokenFormat: {
      create: async (input, server) => {
        const jti = input.grantId + server.random(16);
        return { token: await signAccessToken(input, jti, server, options), id: jti };
      },
      resolveRecordId: (token, server) => verifyJti(token, server.issuer, server.now(), keys),
    },
  };
}

function checkOptions(
  { audience, keys }: JwtAccessTokensOptions,
  { accessTokenLifetime = 3600 }: ServerOptions,
  check: Check,
): void {
  const audiences = [audience].flat();
  check(
    audiences.length > 0 && audiences.every((name) => name !== ''),
    'jwtAccessTokens.audience',
    `is ${JSON.stringify(audience)}; write the URL of the API that tokens are for`,
  );
  // A function as accessTokenLifetime is checked when it returns.
  if (typeof accessTokenLifetime === 'function') return;
  check(
    accessTokenLifetime <= keys.retiredKeyLifetime,
    'jwtAccessTokens.keys',
    `have a retiredKeyLifetime of ${keys.retiredKeyLifetime} s; write at least the accessTokenLifetime of ${accessTokenLifetime} s`,
  );
}

function addDefaultAudience(issuance: Issuance, audience: readonly string[]): Issuance {
  const named = issuance.audience ?? issuance.narrowed?.audience;
  return named === undefined ? { ...issuance, audience } : issuance;
}

/** Core looks up no longer token, and web servers limit the size of headers. */
const maxTokenLength = 4096;

async function signAccessToken(
  input: AccessTokenInput,
  jti: string,
  server: ServerContext,
  options: JwtAccessTokensOptions,
): Promise<string> {
  const { keys } = options;
  const { now } = input.request;
  assertKeyOutlives(input.expiresAt - now, keys);
  const { alg, kid, signingKey } = await keys.getSigningKey(now);
  const appClaims = await options.claims?.(input);
  const claims = await buildClaims(input, jti, server, options);
  const token = await new SignJWT({ ...appClaims, ...claims })
    .setProtectedHeader({ alg, kid, typ: 'at+jwt' })
    .sign(signingKey);
  if (token.length > maxTokenLength)
    throw jwtError('token.too_long', {
      values: { length: String(token.length), limit: String(maxTokenLength) },
    });
  return token;
}

/** @throws OAuthError where a key that is replaced now would be removed before the token expires */
function assertKeyOutlives(lifetime: number, { retiredKeyLifetime }: KeyRing): void {
  if (lifetime <= retiredKeyLifetime) return;
  const values = { lifetime: String(lifetime), retiredKeyLifetime: String(retiredKeyLifetime) };
  throw jwtError('token.lifetime', { values });
}

/** @see https://www.rfc-editor.org/rfc/rfc9068#section-2.2 */
async function buildClaims(
  { issuance, request, expiresAt }: AccessTokenInput,
  jti: string,
  server: ServerContext,
  { audience }: JwtAccessTokensOptions,
): Promise<JWTPayload> {
  const { subject, scope, details } = issuance;
  const clientId = request.client.client_id;
  const tokenClaims = await collectTokenClaims(server, { clientId, subject, details });
  const audiences = [issuance.audience ?? audience].flat();
  return {
    ...tokenClaims,
    iss: server.issuer,
    aud: audiences.length === 1 ? (audiences[0] ?? '') : audiences,
    sub: typeof tokenClaims?.['sub'] === 'string' ? tokenClaims['sub'] : (subject ?? clientId),
    client_id: clientId,
    jti,
    iat: request.now,
    exp: expiresAt,
    // `undefined` removes a scope among the claims of the app.
    scope: scope.length === 0 ? undefined : scope.join(' '),
  };
}
