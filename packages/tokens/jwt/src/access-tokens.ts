import { SignJWT, type JWTPayload } from 'jose';
import {
  collectTokenClaims,
  OAuthError,
  type AccessTokenFormat,
  type AccessTokenInput,
  type Check,
  type Endpoint,
  type Hooks,
  type Issuance,
  type JsonObject,
  type Plugin,
  type ServerContext,
  type ServerOptions,
} from '@oauth/core/plugin';
import { jwksEndpoint } from './jwks.js';
import type { KeyRing } from './key-ring.js';
import { verifyJti } from './verify-jti.js';

/** Options of {@link jwtAccessTokens}. */
export interface JwtAccessTokensOptions {
  readonly keys: KeyRing;
  /** `aud` of tokens whose grant names no audience: the API that they are for (RFC 9068 section 3). */
  readonly audience: string | readonly string[];
  /** Claims of the app. They cannot replace the claims that this package writes. */
  readonly claims?: ((input: AccessTokenInput) => JsonObject | Promise<JsonObject>) | undefined;
}

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
    check: (server, check) => checkOptions(options, server.options, check),
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
  return issuance.audience === undefined ? { ...issuance, audience } : issuance;
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
  const { request, expiresAt } = input;
  if (expiresAt - request.now > keys.retiredKeyLifetime)
    throw new OAuthError('server_error', {
      reason: 'token.lifetime',
      hint: `accessTokenLifetime returned ${expiresAt - request.now} s; return at most the retiredKeyLifetime of the key ring.`,
    });
  const { alg, kid, signingKey } = await keys.getSigningKey(request.now);
  const appClaims = await options.claims?.(input);
  const claims = await buildClaims(input, jti, server, options);
  const token = await new SignJWT({ ...appClaims, ...claims })
    .setProtectedHeader({ alg, kid, typ: 'at+jwt' })
    .sign(signingKey);
  if (token.length <= maxTokenLength) return token;
  throw new OAuthError('server_error', {
    reason: 'token.too_long',
    hint: `The access token has ${token.length} characters, more than ${maxTokenLength}; let claims return less.`,
  });
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
