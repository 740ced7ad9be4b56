import { createHash, randomUUID } from 'node:crypto';
import {
  documentCollection,
  noExpiry,
  type DocumentStorage,
} from '../documents/document-collection.js';
import { documentGuard } from '../documents/document-guard.js';
import { normalizeUsername, type UserLookup } from './users.js';

/** A user as the store has it. */
export type StoredUser = Readonly<{
  subject: string;
  username: string;
  name: string;
  passwordHash: string;
  generation: number;
  disabled: boolean;
}>;

/** Users that are kept in the store, and how they are managed. */
export interface StoredUsers extends UserLookup {
  /** Adds a user with a subject that nobody had before; `undefined` if the name is taken. */
  add(user: {
    readonly username: string;
    readonly name: string;
    readonly passwordHash: string;
  }): Promise<StoredUser | undefined>;
  /** Changes the user of this name, and ends the user's sessions; `undefined` if there is none. */
  change(
    username: string,
    changes: Partial<Pick<StoredUser, 'passwordHash' | 'disabled'>>,
  ): Promise<StoredUser | undefined>;
  /** Removes the user of this name; `undefined` if there is none. */
  remove(username: string): Promise<StoredUser | undefined>;
  /** All of them, by name. */
  list(): Promise<readonly StoredUser[]>;
}

/** Subjects by folded user name, of the names that share a page. */
type Page = Readonly<{ users: readonly Readonly<{ username: string; subject: string }>[] }>;

const text = { type: 'string' } as const;
const isUser = documentGuard<StoredUser>({
  subject: text,
  username: text,
  name: text,
  passwordHash: text,
  generation: { type: 'number' },
  disabled: { type: 'boolean' },
});
const isPage = documentGuard<Page>({
  users: {
    type: 'array',
    items: {
      type: 'object',
      properties: { username: text, subject: text },
      required: ['username', 'subject'],
    },
  },
});

/** Names are on as many pages, so that a page is small and all are listed by a few looks. */
const pageCount = 256;

/** Keeps users: a document for each, and pages that say which names are whose. */
export function storedUsers(storage: DocumentStorage): StoredUsers {
  const expiresAt = (): number => noExpiry;
  const users = documentCollection<StoredUser>(
    { name: 'user', isDocument: isUser, expiresAt },
    storage,
  );
  const pages = documentCollection<Page>(
    { name: 'user names', isDocument: isPage, expiresAt },
    storage,
  );

  async function subjectOf(username: string): Promise<string | undefined> {
    const folded = normalizeUsername(username);
    return subjectIn(await pages.find(pageOf(folded)), folded);
  }

  /** A name that is not there takes as many looks as one that is. */
  async function known(username: string): Promise<StoredUser | undefined> {
    return users.find((await subjectOf(username)) ?? '');
  }

  /** Gives a name to another subject, or to none; whether it was still the one's before. */
  async function pass(username: string, from?: string, to?: string): Promise<boolean> {
    const folded = normalizeUsername(username);
    let passed = false;
    await pages.update(pageOf(folded), (page) => {
      passed = subjectIn(page, folded) === from;
      if (!passed) return page;
      const others = page?.users.filter((one) => one.username !== folded) ?? [];
      return { users: to === undefined ? others : [...others, { username: folded, subject: to }] };
    });
    return passed;
  }

  return {
    find: async (subject) => enabled(await users.find(subject)),
    findByUsername: async (username) => enabled(await known(username)),
    async add(user) {
      // Whose it is when an attempt to add or remove somebody was interrupted: nobody's.
      const before = await subjectOf(user.username);
      if (before !== undefined && (await users.find(before)) !== undefined) return undefined;
      const added = { ...user, subject: randomUUID(), generation: 0, disabled: false };
      await users.update(added.subject, () => added);
      if (await pass(user.username, before, added.subject)) return added;
      await users.remove(added.subject);
      return undefined;
    },
    async change(username, changes) {
      return users.update(
        (await subjectOf(username)) ?? '',
        (user) => user && { ...user, ...changes, generation: user.generation + 1 },
      );
    },
    async remove(username) {
      const user = await known(username);
      if (user === undefined) return undefined;
      await users.remove(user.subject);
      await pass(username, user.subject);
      return user;
    },
    async list() {
      const found: (StoredUser | undefined)[] = [];
      for (let number = 0; number < pageCount; number += 1) {
        const page = await pages.find(String(number));
        const subjects = page?.users.map(({ subject }) => users.find(subject)) ?? [];
        found.push(...(await Promise.all(subjects)));
      }
      return found
        .filter((user) => user !== undefined)
        .sort((a, b) => a.username.localeCompare(b.username));
    },
  };
}

function subjectIn(page: Page | undefined, folded: string): string | undefined {
  return page?.users.find((one) => one.username === folded)?.subject;
}

function enabled(user: StoredUser | undefined): StoredUser | undefined {
  return user?.disabled === true ? undefined : user;
}

function pageOf(folded: string): string {
  const [first = 0] = createHash('sha256').update(folded).digest();
  return String(first % pageCount);
}
