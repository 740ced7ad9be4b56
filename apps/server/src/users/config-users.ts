import type { UserConfig } from '../config/config.js';
import type { Path } from '../config/path.js';
import { createDummyHash, hashPassword, hasDefaultCost } from './password-hash.js';
import { normalizeUsername, type User, type Users } from './users.js';

/** The subject of a user of the configuration. */
export function getSubject({ subject, username }: UserConfig): string {
  return subject ?? username;
}

/**
 * Finds hashes that take longer or shorter to verify than new ones, as those of users in the store:
 * the time of a refusal would tell these users from unknown ones.
 */
export function findUnevenHashes(entries: readonly UserConfig[]): readonly Path[] {
  return entries.flatMap(({ password_hash: hash }, index) =>
    hash === undefined || hasDefaultCost(hash) ? [] : [['users', index, 'password_hash']],
  );
}

/** The users of a configuration. Passwords in clear are hashed. */
export async function configUsers(entries: readonly UserConfig[]): Promise<Users> {
  const users = await Promise.all(
    entries.map(async (entry): Promise<User> => {
      const { username, name = username, password = '' } = entry;
      const passwordHash = entry.password_hash ?? (await hashPassword(password));
      return { subject: getSubject(entry), username, name, passwordHash, generation: 0 };
    }),
  );
  const bySubject = new Map(users.map((user) => [user.subject, user]));
  const byName = new Map(users.map((user) => [normalizeUsername(user.username), user]));
  return {
    dummyHash: createDummyHash(users[0]?.passwordHash),
    find: (subject) => bySubject.get(subject),
    findByUsername: (username) => byName.get(normalizeUsername(username)),
  };
}
