import type { TokenValidator } from './types.js';

/** The validators that {@link byTokenFormat} selects from. */
export interface TokenFormats {
  /** For tokens of three parts with dots between them, the first of which begins as encoded JSON does. */
  readonly jwt: TokenValidator;
  /** For all other tokens. */
  readonly opaque: TokenValidator;
}

/**
 * Selects the validator by the token's format, for an API that accepts JWTs and opaque tokens.
 *
 * @example byTokenFormat({ jwt: byJwt(…), opaque: byIntrospection(…) })
 */
export function byTokenFormat({ jwt, opaque }: TokenFormats): TokenValidator {
  return (token, now) => (jwtPattern.test(token) ? jwt(token, now) : opaque(token, now));
}

const jwtPattern = /^ey[\w-]+\.[\w-]+\.[\w-]+$/;
