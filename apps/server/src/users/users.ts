import type { Awaitable } from '@oauth/core';

/** A user who can sign in. */
export interface User {
  /** Never changes, never becomes another user's; the `sub` of tokens. */
  readonly subject: string;
  readonly username: string;
  /** The name on pages. */
  readonly name: string;
  readonly passwordHash: string;
  /** Grows when the user's sessions end; sessions of an older generation are over. */
  readonly generation: number;
}

/** Finds users who may sign in. */
export interface UserLookup {
  find(subject: string): Awaitable<User | undefined>;
  /** Finds a user by the name as it was typed. */
  findByUsername(username: string): Awaitable<User | undefined>;
}

/** All users of a server. */
export interface Users extends UserLookup {
  /** A hash that no password matches and that takes as long to verify as a user's. */
  readonly dummyHash: string;
}

/** The form in which usernames are compared. */
export function normalizeUsername(username: string): string {
  return username.normalize('NFKC').trim().toLowerCase();
}

/** The users of both; where a name or subject is in both, the first counts. */
export function combineUsers(first: Users, second: UserLookup): Users {
  return {
    dummyHash: first.dummyHash,
    find: async (subject) => (await first.find(subject)) ?? second.find(subject),
    async findByUsername(username) {
      // Look in both always: the time must not tell which of the two has the user.
      const other = await second.findByUsername(username);
      return (await first.findByUsername(username)) ?? other;
    },
  };
}
