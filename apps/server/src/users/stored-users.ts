import { randomUUID } from 'node:crypto';
import { type DocumentHost, documents, type Documents, neverExpires } from '@oauth/core/plugin';
import { documentGuard } from '../documents/document-guard.js';
import { normalizeUsername, type UserLookup } from './users.js';

/** A user in the store. */
export type StoredUser = Readonly<{
  subject: string;
  username: string;
  name: string;
  passwordHash: string;
  generation: number;
  disabled: boolean;
}>;

/** Users in the store, and how they are managed. */
export interface StoredUsers extends UserLookup {
  /** Adds a user with a new subject; `undefined` if the username is taken. */
  add(
    user: Pick<StoredUser, 'username' | 'name' | 'passwordHash'>,
  ): Promise<StoredUser | undefined>;
  /** Changes the user of this name and ends the user's sessions; `undefined` if there is none. */
  change(
    username: string,
    changes: Partial<Pick<StoredUser, 'passwordHash' | 'disabled'>>,
  ): Promise<StoredUser | undefined>;
  /** Removes the user of this name; `undefined` if there is none. */
  remove(username: string): Promise<StoredUser | undefined>;
  /** All users, in the order of the store, read page by page. */
  list(): AsyncIterable<StoredUser>;
}

/** The normalized username of a subject. */
type SubjectEntry = Readonly<{ username: string }>;

const text = { type: 'string' } as const;

const isStoredUser = documentGuard<StoredUser>({
  subject: text,
  username: text,
  name: text,
  passwordHash: text,
  generation: { type: 'number' },
  disabled: { type: 'boolean' },
});

const isSubjectEntry = documentGuard<SubjectEntry>({ username: text });

const pageSize = 100;

/**
 * The users in a store: a document for each, by normalized username, so that adding one claims the
 * name; and an index by subject. An index entry without its user, left by a crash, finds no user.
 */
export function storedUsers(host: DocumentHost): StoredUsers {
  const users = documents<StoredUser>(host, 'app-server.user', isStoredUser);
  const subjects = documents<SubjectEntry>(host, 'app-server.subject', isSubjectEntry);
  return {
    async find(subject) {
      const entry = await subjects.find(subject);
      const user = entry && (await users.find(entry.username));
      // The name may be another user's by now.
      return user?.subject === subject ? omitDisabled(user) : undefined;
    },
    findByUsername: async (username) => omitDisabled(await users.find(normalizeUsername(username))),
    async add(added) {
      const key = normalizeUsername(added.username);
      const user = { ...added, subject: randomUUID(), generation: 0, disabled: false };
      await subjects.add(user.subject, { username: key }, neverExpires);
      if (await users.add(key, user, neverExpires)) return user;
      await subjects.remove(user.subject);
      return undefined;
    },
    change: (username, changes) =>
      users.update(normalizeUsername(username), (user) => ({
        ...user,
        ...changes,
        generation: user.generation + 1,
      })),
    async remove(username) {
      const key = normalizeUsername(username);
      const user = await users.find(key);
      if (user === undefined) return undefined;
      await users.remove(key);
      await subjects.remove(user.subject);
      return user;
    },
    list: () => listUsers(users),
  };
}

async function* listUsers(users: Documents<StoredUser>): AsyncGenerator<StoredUser, void> {
  let after: string | undefined;
  do {
    const page = await users.list(pageSize, after);
    yield* page.documents;
    after = page.next;
  } while (after !== undefined);
}

function omitDisabled(user: StoredUser | undefined): StoredUser | undefined {
  return user?.disabled === true ? undefined : user;
}
