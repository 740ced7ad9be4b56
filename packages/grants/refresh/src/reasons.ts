import { defineReasons } from '@oauth/core/plugin';

/** Reasons of the refresh token grant. */
export const refreshError = /* @__PURE__ */ defineReasons({
  /** The refresh token was never issued, has expired, or belongs to another client. */
  'refresh_token.unknown': {
    error: 'invalid_grant',
    description: 'The refresh token is invalid, expired, used or revoked.',
  },
  /** A spent refresh token came again, and not as a retry: the grant is revoked. */
  'refresh_token.reused': {
    error: 'invalid_grant',
    description: 'The refresh token is invalid, expired, used or revoked.',
    hint: 'The client used a token that was replaced before, or the token was stolen.',
  },
  /** The option `canContinue` returned `false`: the grant is revoked. */
  'grant.ended': {
    error: 'invalid_grant',
    description: 'The refresh token is invalid, expired, used or revoked.',
  },
  /** The client is registered for no scope of the grant any more. */
  'scope.not_allowed': {
    error: 'invalid_scope',
    description: 'The client may no longer have the scope that was granted.',
    hint: "Add the granted scopes to the client's scope, or let the user authorize anew.",
  },
  /** The request asks for a scope that the grant does not have. */
  'scope.not_granted': {
    error: 'invalid_scope',
    description: 'The scope {scope} is not allowed.',
    hint: 'The user did not grant {scope}: the client has to ask for authorization again.',
  },
  /** A lifetime function returned what is not a positive integer. */
  'refresh_token.lifetime': {
    error: 'server_error',
    hint: 'idleLifetime and absoluteLifetime must be positive integers, in seconds.',
  },
});
