import type { Awaitable } from '@oauth/core';

/** Somebody being signed in in one browser. Times are epoch seconds. */
export interface Session {
  /** Digest of the id that the browser holds. */
  readonly key: string;
  readonly subject: string;
  readonly signedInAt: number;
  readonly seenAt: number;
  /** From when on it counts as gone, whether it was used or not. */
  readonly expiresAt: number;
}

/** Where sessions are kept. */
export interface Sessions {
  find(key: string): Awaitable<Session | undefined>;
  /** Adds a session, or replaces the one with its key. */
  save(session: Session): Awaitable<unknown>;
  remove(key: string): Awaitable<unknown>;
}
