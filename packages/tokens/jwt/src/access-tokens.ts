import type {
  AccessTokenFormat,
  AccessTokenIssue,
  Endpoint,
  JsonObject,
  Plugin,
} from '@oauth/core';
import { jwtVerify, SignJWT } from 'jose';
import { jwksEndpoint } from './jwks.js';
import type { KeyRing } from './key-ring.js';

/** Options of {@link jwtAccessTokens}. */
export interface JwtAccessTokensOptions {
  readonly keys: KeyRing;
  /** `aud` of tokens whose grant names no audience: the API they are for (RFC 9068 section 3). */
  readonly audience: string | readonly string[];
  /** Claims of the app's. They cannot replace those of RFC 9068. */
  readonly claims?: ((issue: AccessTokenIssue) => JsonObject | Promise<JsonObject>) | undefined;
}

/** What {@link jwtAccessTokens} returns. */
export interface JwtAccessTokensPlugin extends Plugin {
  readonly accessTokenFormat: AccessTokenFormat;
  readonly endpoints: { readonly jwks_uri: Endpoint };
}

/**
 * Access tokens that resource servers check without asking: signed JWTs, and the public keys at
 * `jwks_uri`. Their records are stored like those of opaque tokens, so introspection and revocation
 * work for whoever asks.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9068
 */
export function jwtAccessTokens(options: JwtAccessTokensOptions): JwtAccessTokensPlugin {
  const { keys } = options;
  return {
    name: '@oauth/token-jwt',
    endpoints: { jwks_uri: jwksEndpoint(keys) },
    check(_options, check) {
      const audiences = [options.audience].flat();
      const named = audiences.length > 0 && audiences.every((one) => one !== '');
      check(named, 'jwtAccessTokens.audience', 'must name the API that tokens are for');
    },
    accessTokenFormat: {
      async create(issue, server) {
        const jti = issue.grantId + server.tokens.random(16);
        return { token: await sign(issue, jti, server.issuer, options), id: jti };
      },
      locate: (token, server) => locate(token, server.issuer, server.now(), keys),
    },
  };
}

async function sign(
  issue: AccessTokenIssue,
  jti: string,
  issuer: string,
  { keys, audience, claims }: JwtAccessTokensOptions,
): Promise<string> {
  const { issuance, request, expiresAt } = issue;
  const clientId = request.client.client_id;
  const key = await keys.signingKey(request.now);
  const aud = issuance.audience ?? audience;
  return new SignJWT({
    ...authenticationClaims(issuance.details),
    ...(await claims?.(issue)),
    iss: issuer,
    aud: typeof aud === 'string' ? aud : [...aud],
    sub: issuance.subject ?? clientId,
    client_id: clientId,
    jti,
    iat: request.now,
    exp: expiresAt,
    scope: issuance.scope.join(' '),
  })
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'at+jwt' })
    .sign(key.sign);
}

/** @see https://www.rfc-editor.org/rfc/rfc9068#section-2.2.1 */
function authenticationClaims(details: JsonObject = {}): JsonObject {
  const names = ['auth_time', 'acr', 'amr'];
  return Object.fromEntries(
    names.flatMap((name) => (details[name] === undefined ? [] : [[name, details[name]]])),
  );
}

/** The record id of a token that this server has signed and that has not expired. */
async function locate(
  token: string,
  issuer: string,
  now: number,
  keys: KeyRing,
): Promise<string | undefined> {
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return undefined;
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid, alg }) => {
        const key = await keys.find(kid, now);
        if (key?.alg !== alg) throw new Error('unknown key');
        return key.verify;
      },
      { issuer, typ: 'at+jwt', currentDate: new Date(now * 1000) },
    );
    return payload.jti;
  } catch {
    return undefined;
  }
}
