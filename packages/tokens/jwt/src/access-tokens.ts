import { SignJWT } from 'jose';
import {
  type AccessTokenFormat,
  type AccessTokenInput,
  type Check,
  collectTokenClaims,
  type Endpoint,
  type Hooks,
  type Issuance,
  type JsonObject,
  OAuthError,
  type Plugin,
  type ServerContext,
  type ServerOptions,
} from '@oauth/core/plugin';
import { jwksEndpoint } from './jwks.js';
import type { KeyRing } from './key-ring.js';
import { locate } from './locate.js';

/** Options of {@link jwtAccessTokens}. */
export interface JwtAccessTokensOptions {
  readonly keys: KeyRing;
  /** `aud` of tokens whose grant names no audience: the API they are for (RFC 9068 section 3). */
  readonly audience: string | readonly string[];
  /** Claims of the app's. They cannot replace those that this package writes. */
  readonly claims?: ((issue: AccessTokenInput) => JsonObject | Promise<JsonObject>) | undefined;
}

/** What {@link jwtAccessTokens} returns. */
export interface JwtAccessTokensPlugin extends Pick<Plugin, 'name' | 'check'> {
  readonly accessTokenFormat: AccessTokenFormat;
  readonly endpoints: { readonly jwks_uri: Endpoint };
  readonly hooks: Hooks;
}

/**
 * Access tokens that resource servers check without asking: signed JWTs, and the public keys at
 * `jwks_uri`. Their records are stored like those of opaque tokens, so introspection and revocation
 * work for whoever asks.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9068
 */
export function jwtAccessTokens(options: JwtAccessTokensOptions): JwtAccessTokensPlugin {
  const { keys, audience } = options;
  return {
    name: '@oauth/token-jwt',
    endpoints: { jwks_uri: jwksEndpoint(keys) },
    check: (server, check) => checkOptions(options, server.options, check),
    // With the grant, so that introspection and refreshed tokens say the same.
    hooks: { beforeIssue: (issuance) => withAudience(issuance, [audience].flat()) },
    accessTokenFormat: {
      create: async (issue, server) => {
        const jti = issue.grantId + server.random(16);
        return { token: await sign(issue, jti, server, options), id: jti };
      },
      resolveRecordId: (token, server) => locate(token, server.issuer, server.now(), keys),
    },
  };
}

function checkOptions(
  { audience, keys }: JwtAccessTokensOptions,
  { accessTokenLifetime = 3600 }: ServerOptions,
  check: Check,
): void {
  const audiences = [audience].flat();
  const named = audiences.length > 0 && audiences.every((one) => one !== '');
  check(named, 'jwtAccessTokens.audience', 'must name the API that tokens are for');
  const kept =
    typeof accessTokenLifetime === 'function' || accessTokenLifetime <= keys.retiredKeyLifetime;
  check(
    kept,
    'jwtAccessTokens.keys',
    'must have a retiredKeyLifetime of accessTokenLifetime or more',
  );
}

function withAudience(issuance: Issuance, audience: readonly string[]): Issuance {
  return issuance.audience === undefined ? { ...issuance, audience } : issuance;
}

/** Longer ones nobody could look up, and servers would not take as a header. */
const longest = 4096;

async function sign(
  issue: AccessTokenInput,
  jti: string,
  server: ServerContext,
  { keys, audience, claims }: JwtAccessTokensOptions,
): Promise<string> {
  const { issuance, request, expiresAt } = issue;
  const { subject, scope, details } = issuance;
  const aud = [issuance.audience ?? audience].flat();
  const clientId = request.client.client_id;
  if (expiresAt - request.now > keys.retiredKeyLifetime)
    throw new OAuthError('server_error', {
      reason: 'token.lifetime',
      hint: 'accessTokenLifetime must not return more than the retiredKeyLifetime of the key ring.',
    });
  const { sub = subject ?? clientId, ...told } =
    (await collectTokenClaims(server, { clientId, subject, details })) ?? {};
  const { alg, kid, sign: key } = await keys.signingKey(request.now);
  const token = await new SignJWT({
    ...(await claims?.(issue)),
    ...told,
    iss: server.issuer,
    aud: aud.length === 1 ? (aud[0] ?? '') : aud,
    sub: typeof sub === 'string' ? sub : (subject ?? clientId),
    client_id: clientId,
    jti,
    iat: request.now,
    exp: expiresAt,
    scope: scope.length === 0 ? undefined : scope.join(' '),
  })
    .setProtectedHeader({ alg, kid, typ: 'at+jwt' })
    .sign(key);
  if (token.length <= longest) return token;
  throw new OAuthError('server_error', {
    reason: 'token.too_long',
    hint: `Access tokens must have ${longest} characters at most; let claims return less.`,
  });
}
