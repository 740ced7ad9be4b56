import { defineReasons } from '@oauth/core/plugin';

declare module '@oauth/core/plugin' {
  interface OAuthEventTypes {
    /** A user signed in; a session began. @audit */
    'user.signed_in': unknown;
    /** A user signed out; the session ended. @audit */
    'user.signed_out': unknown;
    /** A user could not sign in, or posted a form that no page of the session made. @audit */
    'user.refused': unknown;
    /** A user granted scopes to a client. @audit */
    'consent.given': unknown;
    /** A decision was not about the page that the user saw; it granted nothing. @audit */
    'consent.refused': unknown;
    /** The server listens. */
    'server.started': unknown;
    /** A signal stops the server; open requests may finish. */
    'server.stopping': unknown;
    /** The server has stopped. */
    'server.stopped': unknown;
    /** Expired records were deleted. */
    'store.purged': unknown;
    /** Expired records could not be deleted. */
    'store.purge_failed': unknown;
    /** A connection to the store is lost; requests fail until there is a new one. */
    'store.connection_lost': unknown;
    /** The demo's data is in memory, since SQLite has no driver here. */
    'store.in_memory': unknown;
    /** Password hashes of the configuration have another cost than new ones. */
    'users.hash_cost': unknown;
    /** A response could not be sent. */
    'response.failed': unknown;
  }
}

/** Reasons of the runnable server. */
export const appError = /* @__PURE__ */ defineReasons({
  /** An authorization request is longer than a form on a page can post back. */
  'request.too_long': {
    error: 'invalid_request',
    description: 'The authorization request is too long.',
    hint: 'Its path and query may have {limit} characters together.',
  },
  /** The user can no longer sign in, or has removed the client, since the code was issued. */
  'grant.ended': {
    error: 'invalid_grant',
    description: 'The user can no longer sign in, or has removed the client.',
  },
  /** As `grant.ended`, in an authorization response, which has no invalid_grant. */
  'authorization.ended': {
    error: 'access_denied',
    description: 'The user can no longer sign in, or has removed the client.',
  },
  /** A client has made too many attempts with a username. */
  'user.must_wait': {
    error: 'invalid_grant',
    description: 'There were too many attempts with this username. Try again in {seconds} seconds.',
    status: 429,
  },
  /** Too many passwords wait to be checked in this process. */
  'user.too_many_at_once': {
    error: 'temporarily_unavailable',
    description: 'Too many users are signing in at once. Try again in a minute.',
    hint: '{waiting} passwords wait to be checked. An attacker may be guessing; limit requests in front of the server.',
  },
  /** Other requests changed the same document between each reading and writing of it. */
  'document.contended': {
    error: 'temporarily_unavailable',
    description: 'Other requests are changing the same data. Try again.',
  },
  /** Something threw that is no OAuthError; the event has the cause. */
  'server.unexpected': { error: 'server_error' },
});

/** Reasons that events give without an error for a client. */
export interface EventReasons {
  /** Of `user.refused`: the username or the password is wrong. */
  'user.credentials': unknown;
  /** Of `user.refused` and `consent.refused`: no page of this session made the form. */
  'form.invalid_csrf_token': unknown;
  /** Of `consent.refused`: the form grants a scope that the page did not show. */
  'consent.scope_widened': unknown;
  /** Of `grant.revoked`: the user removed the app under “Connected apps”. */
  'user.removed_app': unknown;
  /** Of `request.failed`: the store did not respond to `/readyz`. */
  'store.unavailable': unknown;
  /** Of `store.in_memory`: SQLite has no driver for this platform; the hint says what to do. */
  'store.no_driver': unknown;
  /** Of `users.hash_cost`: the hint says which hashes to replace, and why. */
  'password.other_cost': unknown;
  /** Of `server.stopped`: requests were still open at the end of `listen.drainPeriod`. */
  'server.drain_timeout': unknown;
}
