// The declarations are built only if the file imports the module that it augments.
import type {} from '@oauth/core/plugin';

declare module '@oauth/core/plugin' {
  interface OAuthEventTypes {
    /** A client asked about a token; a `reason` says why the response was `{"active":false}`. */
    'token.introspected': unknown;
  }
}

/** Reasons of the event `token.introspected`; the client gets `{"active":false}` for each. */
export interface EventReasons {
  /** No live code or token has this text: it was never issued, has expired or was revoked. */
  'token.unknown': unknown;
  /** The text is that of a code or of a spent refresh token. */
  'token.not_active': unknown;
  /** The client may not see the token. */
  'token.foreign': unknown;
}
