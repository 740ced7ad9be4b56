import type { Awaitable } from '@oauth/core';
import type { UserConfig } from '../config/config.js';
import { decoyOf, digestPassword } from './password.js';

/** Somebody who can sign in. */
export interface User {
  /** Never changes and is never given to anybody else; tokens carry it as `sub`. */
  readonly subject: string;
  readonly username: string;
  /** What the pages call the user. */
  readonly name: string;
  readonly passwordDigest: string;
}

/** Where users are kept. */
export interface Users {
  find(subject: string): Awaitable<User | undefined>;
  /** By a name as somebody typed it. */
  findByUsername(username: string): Awaitable<User | undefined>;
  /** A digest that nobody's password fits, and that takes as long to check as a user's. */
  readonly decoyDigest: string;
}

/** The form in which user names are compared. */
export function foldUsername(username: string): string {
  return username.normalize('NFKC').trim().toLowerCase();
}

/** The subject of a user of the configuration. */
export function subjectOf({ subject, username }: UserConfig): string {
  return subject ?? username;
}

/** The users of a configuration; passwords that stand there in clear are digested. */
export async function configUsers(entries: readonly UserConfig[]): Promise<Users> {
  const users = await Promise.all(
    entries.map(async (entry): Promise<User> => {
      const { username, name = username, password = '' } = entry;
      const passwordDigest = entry.password_digest ?? (await digestPassword(password));
      return { subject: subjectOf(entry), username, name, passwordDigest };
    }),
  );
  const bySubject = new Map(users.map((user) => [user.subject, user]));
  const byName = new Map(users.map((user) => [foldUsername(user.username), user]));
  return {
    decoyDigest: decoyOf(users[0]?.passwordDigest),
    find: (subject) => bySubject.get(subject),
    findByUsername: (username) => byName.get(foldUsername(username)),
  };
}
