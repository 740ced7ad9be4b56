import { createHash, randomBytes } from 'node:crypto';
import {
  OAuthError,
  type Change,
  type JsonObject,
  type Store,
  type StoredRecord,
} from '@oauth/core';

/** What documents are stored in and timed by. */
export interface DocumentStorage {
  readonly store: Store;
  /** Epoch seconds. */
  readonly now: () => number;
}

/** One kind of documents. */
export interface DocumentKind<T extends JsonObject> {
  /** Separates its keys from those of other kinds. */
  readonly name: string;
  /** Separates its keys from those of other issuers on the store. */
  readonly issuer?: string | undefined;
  /** What is in the store and is no such document counts as missing. */
  readonly isDocument: (data: unknown) => data is T;
  /** Epoch seconds from which on a document counts as gone. */
  readonly expiresAt: (document: T) => number;
}

/** Documents by key. */
export interface Collection<T> {
  find(key: string): Promise<T | undefined>;
  /**
   * Stores the document that `change` makes of the current one, and resolves to it. `undefined` or
   * the current document itself changes nothing. Where another change was stored meanwhile, `change`
   * is called again with its document, so that no change is lost.
   */
  update(key: string, change: (current: T | undefined) => T | undefined): Promise<T | undefined>;
  remove(key: string): Promise<void>;
}

/** The expiry of documents that do not expire: the last second of a Date. */
export const noExpiry = 8_640_000_000_000;

/** Of this many simultaneous changes of one document, each succeeds at last. */
const maxAttempts = 100;

/**
 * Stores documents beside codes and tokens, each as a record of a grant of its own. Record ids are
 * made of a digest of the key, so a key may be secret.
 */
export function documentCollection<T extends JsonObject>(
  { name, issuer, isDocument, expiresAt }: DocumentKind<T>,
  { store, now }: DocumentStorage,
): Collection<T> {
  const namespace = issuer === undefined ? name : `${issuer} ${name}`;
  const createId = (key: string): string =>
    createHash('sha256').update(`${namespace} ${key}`).digest('base64url');

  function parseDocument(record: StoredRecord | undefined): T | undefined {
    const details = record?.kind === name ? record.data.details : undefined;
    return isDocument(details) && expiresAt(details) > now() ? details : undefined;
  }

  function createChange(id: string, current: StoredRecord | undefined, details: T): Change {
    const grantId = current?.grantId ?? id.slice(0, 16);
    // Two servers that write the same document at once must not both be told that they were first.
    const attempt = randomBytes(9).toString('base64url');
    const data = { scope: '', issuedAt: now(), details, attempt };
    const record = { id, kind: name, grantId, clientId: '', expiresAt: expiresAt(details), data };
    if (current === undefined) return { type: 'insert', record: { ...record, version: 0 } };
    return { type: 'update', record: { ...record, version: current.version + 1 } };
  }

  async function commitChange(change: Change, id: string): Promise<boolean> {
    try {
      return (await store.commit([change])).committed;
    } catch (error) {
      // Some stores throw when another server has inserted the record meanwhile.
      if (change.type === 'insert' && (await store.get(id)) !== undefined) return false;
      throw error;
    }
  }

  return {
    find: async (key) => parseDocument(await store.get(createId(key))),
    async update(key, change) {
      const id = createId(key);
      for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
        const record = await store.get(id);
        const current = parseDocument(record);
        const changed = change(current);
        if (changed === undefined || changed === current) return changed;
        if (await commitChange(createChange(id, record, changed), id)) return changed;
      }
      throw contendedError(name);
    },
    async remove(key) {
      await store.commit([{ type: 'remove', id: createId(key) }]);
    },
  };
}

function contendedError(name: string): OAuthError {
  return new OAuthError('temporarily_unavailable', {
    reason: 'store.contended',
    description: 'Too many requests change the same document at once. Try again.',
    hint: `A document of the kind ${name} was changed ${maxAttempts} times between reading and writing it.`,
  });
}
