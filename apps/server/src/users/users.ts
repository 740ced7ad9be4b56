import type { Awaitable } from '@oauth/core';

/** Somebody who can sign in. */
export interface User {
  /** Never changes and is never given to anybody else; tokens carry it as `sub`. */
  readonly subject: string;
  readonly username: string;
  /** What the pages call the user. */
  readonly name: string;
  readonly passwordDigest: string;
  /** Grows whenever the user's sessions end; a session is over once its own is another. */
  readonly generation: number;
}

/** Looks users up; one who may not sign in is not there. */
export interface FindUser {
  find(subject: string): Awaitable<User | undefined>;
  /** By a name as somebody typed it. */
  findByUsername(username: string): Awaitable<User | undefined>;
}

/** All users. */
export interface Users extends FindUser {
  /** A digest that nobody's password fits, and that takes as long to check as a user's. */
  readonly decoyDigest: string;
}

/** The form in which user names are compared. */
export function foldUsername(username: string): string {
  return username.normalize('NFKC').trim().toLowerCase();
}

/** Users of both; where both have one of a name, the first counts. */
export function bothUsers(first: Users, second: FindUser): Users {
  return {
    decoyDigest: first.decoyDigest,
    find: async (subject) => (await first.find(subject)) ?? second.find(subject),
    async findByUsername(username) {
      // Always asked, so that nobody learns from the time which of the two knows whom.
      const other = await second.findByUsername(username);
      return (await first.findByUsername(username)) ?? other;
    },
  };
}
