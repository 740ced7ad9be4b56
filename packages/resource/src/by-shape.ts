import type { TokenValidator } from './types.js';

/** What {@link byTokenFormat} chooses from. */
export interface TokenFormats {
  /** For three parts with dots between them, the first of which begins like JSON. */
  readonly jwt: TokenValidator;
  /** For all other tokens. */
  readonly opaque: TokenValidator;
}

/**
 * Chooses by what a token looks like, for an API that takes tokens of two kinds.
 *
 * @example byShape({ jwt: byJwt(…), opaque: byIntrospection(…) })
 */
export function byTokenFormat({ jwt, opaque }: TokenFormats): TokenValidator {
  return (token, now) => (looksLikeJwt.test(token) ? jwt(token, now) : opaque(token, now));
}

const looksLikeJwt = /^ey[\w-]+\.[\w-]+\.[\w-]+$/;
