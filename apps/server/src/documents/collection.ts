import { createHash, randomBytes } from 'node:crypto';
import {
  type Change,
  type JsonObject,
  OAuthError,
  type Store,
  type StoredRecord,
} from '@oauth/core';

/** What the app's own documents are kept in and timed by. */
export interface Keeping {
  readonly store: Store;
  /** Epoch seconds. */
  readonly now: () => number;
}

/** One kind of documents. */
export interface DocumentKind<T extends JsonObject> {
  /** Tells its keys from those of other kinds. */
  readonly name: string;
  /** Whose they are, where each issuer on the store has its own. */
  readonly issuer?: string | undefined;
  /** Whether what the store holds is one; what is not counts as not there. */
  readonly fits: (data: unknown) => data is T;
  /** Epoch seconds from which on a document counts as gone. */
  readonly expiresAt: (document: T) => number;
}

/** Documents by key. */
export interface Collection<T> {
  find(key: string): Promise<T | undefined>;
  /**
   * Stores what `change` makes of the document, or of nothing, and resolves to it; `undefined` or
   * the same document leaves all as it is. No other change gets lost: where one came first,
   * `change` is asked again.
   */
  update(key: string, change: (before: T | undefined) => T | undefined): Promise<T | undefined>;
  remove(key: string): Promise<void>;
}

/** For documents that do not expire: the last second that a Date can tell. */
export const never = 8_640_000_000_000;

/** Of as many changes of one document at once, each gets its turn. */
const attempts = 100;

/**
 * Keeps documents where codes and tokens are kept: each is a record of a grant of its own, and its
 * id is made from a digest of its key. So any store will do, and keys may be secret.
 */
export function collection<T extends JsonObject>(
  { name, issuer, fits, expiresAt }: DocumentKind<T>,
  { store, now }: Keeping,
): Collection<T> {
  const space = issuer === undefined ? name : `${issuer} ${name}`;
  const idOf = (key: string): string =>
    createHash('sha256').update(`${space} ${key}`).digest('base64url');

  function documentIn(record: StoredRecord | undefined): T | undefined {
    const details = record?.kind === name ? record.data.details : undefined;
    return fits(details) && expiresAt(details) > now() ? details : undefined;
  }

  function changeTo(id: string, before: StoredRecord | undefined, details: T): Change {
    const grantId = before?.grantId ?? id.slice(0, 16);
    // Without it two who write the same at once might both be told that they came first.
    const attempt = randomBytes(9).toString('base64url');
    const data = { scope: '', issuedAt: now(), details, attempt };
    const record = { id, kind: name, grantId, clientId: '', expiresAt: expiresAt(details), data };
    if (before === undefined) return { type: 'insert', record: { ...record, version: 0 } };
    return { type: 'update', record: { ...record, version: before.version + 1 } };
  }

  async function tryTo(change: Change, id: string): Promise<boolean> {
    try {
      return (await store.commit([change])).committed;
    } catch (error) {
      // Some stores throw when somebody else has inserted it meanwhile.
      if (change.type === 'insert' && (await store.get(id)) !== undefined) return false;
      throw error;
    }
  }

  return {
    find: async (key) => documentIn(await store.get(idOf(key))),
    async update(key, change) {
      const id = idOf(key);
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const record = await store.get(id);
        const before = documentIn(record);
        const after = change(before);
        if (after === undefined || after === before) return after;
        if (await tryTo(changeTo(id, record, after), id)) return after;
      }
      throw contended(name);
    },
    async remove(key) {
      await store.commit([{ type: 'remove', id: idOf(key) }]);
    },
  };
}

function contended(name: string): OAuthError {
  return new OAuthError('temporarily_unavailable', {
    reason: 'store.contended',
    description: 'Too many requests change the same thing at once. Try again.',
    hint: `A document of ${name} was changed by others ${attempts} times in a row.`,
  });
}
