import type { UserConfig } from '../config/config.js';
import type { Path } from '../config/path.js';
import { decoyOf, digestPassword, isOfTodaysCost } from './password.js';
import { foldUsername, type User, type Users } from './users.js';

/** The subject of a user of the configuration. */
export function subjectOf({ subject, username }: UserConfig): string {
  return subject ?? username;
}

/**
 * The digests that take longer or shorter to check than others, which include those of users in the
 * store: by how long a refusal takes, whoever guesses could tell those users from unknown ones.
 */
export function unevenDigests(entries: readonly UserConfig[]): readonly Path[] {
  return entries.flatMap(({ password_digest: digest }, index) =>
    digest === undefined || isOfTodaysCost(digest) ? [] : [['users', index, 'password_digest']],
  );
}

/** The users of a configuration; passwords that stand there in clear are digested. */
export async function configUsers(entries: readonly UserConfig[]): Promise<Users> {
  const users = await Promise.all(
    entries.map(async (entry): Promise<User> => {
      const { username, name = username, password = '' } = entry;
      const passwordDigest = entry.password_digest ?? (await digestPassword(password));
      return { subject: subjectOf(entry), username, name, passwordDigest, generation: 0 };
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
