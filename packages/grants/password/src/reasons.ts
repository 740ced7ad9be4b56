import { defineReasons } from '@oauth/core/plugin';

/** Reasons of the password grant. */
export const passwordError = /* @__PURE__ */ defineReasons({
  /** The user is unknown, or the password is wrong. */
  'user.credentials': {
    error: 'invalid_grant',
    description: 'The user name or password is wrong.',
  },
});
