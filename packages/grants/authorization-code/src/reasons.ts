import { defineReasons } from '@oauth/core/plugin';

/** Reasons of the PKCE parameters of an authorization request. */
export const challengeError = /* @__PURE__ */ defineReasons({
  /** The authorization request has no `code_challenge`, and its client has to use PKCE. */
  'code_challenge.missing': {
    error: 'invalid_request',
    description: 'The code_challenge parameter is missing.',
    hint: 'The option requirePkce says which clients have to use PKCE.',
  },
  /** The `code_challenge_method` is unknown, or is `plain` without the option `allowPlainPkce`. */
  'code_challenge_method.unsupported': {
    error: 'invalid_request',
    description: 'The server does not support this code_challenge_method. Use S256.',
    hint: 'Clients must send code_challenge_method=S256. The option allowPlainPkce accepts plain.',
  },
  /** The `code_challenge` cannot come from a verifier: its length or characters are wrong. */
  'code_challenge.malformed': {
    error: 'invalid_request',
    description:
      'The code_challenge does not have the length and characters of RFC 7636 section 4.2.',
  },
});

/** Equal for all reasons, so that an attacker with a code does not learn what is wrong with it. */
const codeRefused =
  'The code is invalid, expired, used, or does not match the client, redirect_uri or code_verifier.';

/** Reasons of a code that a token request presents. They differ for the operator only. */
export const codeError = /* @__PURE__ */ defineReasons({
  /** The code was never issued, has expired, or belongs to another client. */
  'code.unknown': {
    error: 'invalid_grant',
    description: codeRefused,
    hint: 'The option codeLifetime says how long a code can be redeemed.',
  },
  /** A retry within the grace period: the code is spent, and its tokens stay valid. */
  'code.raced': {
    error: 'invalid_grant',
    description: codeRefused,
    hint: 'The client sent the code twice, from two tabs or after it lost the response.',
  },
  /** The code was spent before, and this is not a retry: the grant is revoked. */
  'code.reused': {
    error: 'invalid_grant',
    description: codeRefused,
    hint: 'The client used a code twice, or the code was stolen.',
  },
  /** The `redirect_uri` is not that of the authorization request; the code is spent. */
  'redirect_uri.mismatch': {
    error: 'invalid_grant',
    description: codeRefused,
    hint: 'The client must send the redirect_uri of its authorization request again.',
  },
  /** The token request has no `code_verifier`; the code is spent. */
  'code_verifier.missing': {
    error: 'invalid_grant',
    description: codeRefused,
    hint: 'The client must send the code_verifier that its code_challenge was made of.',
  },
  /** The `code_verifier` does not belong to the `code_challenge`; the code is spent. */
  'code_verifier.mismatch': {
    error: 'invalid_grant',
    description: codeRefused,
    hint: 'The client must send the code_verifier that its code_challenge was made of.',
  },
  /** The code was issued without PKCE, and its client has to use PKCE now; the code is spent. */
  'code_challenge.missing': {
    error: 'invalid_grant',
    description: codeRefused,
    hint: 'The option requirePkce has changed since the code was issued.',
  },
  /** The stored code has a `code_challenge_method` that this version does not know. */
  'code_challenge_method.unknown': {
    error: 'server_error',
    hint: 'A record in the store was changed by hand or by another version of the grant.',
  },
});

/** Why a code is refused. */
export type CodeReason = Parameters<typeof codeError>[0];
