import { defineReasons } from '@oauth/core/plugin';

/** Reasons for which no JWT access token is issued. */
export const jwtError = /* @__PURE__ */ defineReasons({
  /** `accessTokenLifetime` returned more than the time for which a replaced key stays valid. */
  'token.lifetime': {
    error: 'server_error',
    hint: 'accessTokenLifetime returned {lifetime} s; return at most {retiredKeyLifetime} s, the retiredKeyLifetime of the key ring.',
  },
  /** The option `claims` and the details of the grant make the token longer than core looks up. */
  'token.too_long': {
    error: 'server_error',
    hint: 'The access token has {length} characters, more than {limit}; let claims return less.',
  },
});
