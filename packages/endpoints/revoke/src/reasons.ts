import { defineReasons } from '@oauth/core/plugin';

declare module '@oauth/core/plugin' {
  interface OAuthEventTypes {
    /** A client revoked one access token. @audit */
    'token.revoked': unknown;
    /** A client asked to revoke what it cannot; the response is that for a revoked token. */
    'revocation.ignored': unknown;
  }
}

/** Reasons of the revocation endpoint. */
export const revocationError = /* @__PURE__ */ defineReasons({
  /** The token, or its hint, is of a type that the option `tokenTypes` does not list. */
  'token_type.unsupported': {
    error: 'unsupported_token_type',
    description: 'The server does not revoke tokens of the type {type}.',
    hint: 'Add {type} to the option tokenTypes of revocation.',
  },
  /** The callback of a script tag could be more than the name of a function. */
  'callback.malformed': {
    error: 'invalid_request',
    description: 'The callback parameter is not the name of a function.',
    hint: 'A name has at most 64 letters, digits, $ and _, with dots between its parts.',
  },
  /** Other requests changed the same grant again and again. */
  'store.contended': {
    error: 'temporarily_unavailable',
    description: 'The token could not be revoked now. Try again.',
  },
});

/** Reasons of the events `revocation.ignored`, `token.revoked` and `grant.revoked`. */
export interface EventReasons {
  /** No live code or token has this text: it was never issued, has expired or was revoked. */
  'token.unknown': unknown;
  /** The token is that of another client. */
  'token.foreign': unknown;
  /** The text is that of a code, which is redeemed or expires. */
  'token.not_revocable': unknown;
  /** The client revoked the token, or the grant by its refresh token. */
  'client.revoked': unknown;
}
