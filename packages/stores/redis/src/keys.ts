import type { ListTarget, StoredRecord } from '@oauth/core/plugin';
import { toColumn } from '@oauth/store-kit';

/** The names of the store's keys. */
export interface StoreKeys {
  /** The hash with the records of a partition. */
  readonly grant: (partition: string) => string;
  /** The indexes that lead to such a record, in a partition of this score. */
  readonly listIndexes: (record: StoredRecord, score: number) => readonly string[];
  /** The indexes that together lead to all that a target has. */
  readonly listTargetIndexes: (target: ListTarget) => readonly string[];
}

/** Keys that share the grants of a client, or the documents of a kind: nodes of a cluster share them. */
const spread = 16;

export function storeKeys(prefix: string): StoreKeys {
  const subjectKey = (subject: string): string => `${prefix}subject:${toColumn(subject)}`;
  const clientKey = (clientId: string, part: number): string =>
    `${prefix}client:${part}:${toColumn(clientId)}`;
  const documentKey = (kind: string, part: number): string =>
    `${prefix}document:${part}:${toColumn(kind)}`;
  const allParts = Array.from({ length: spread }, (_, part) => part);
  return {
    grant: (partition) => `${prefix}grant:${partition}`,
    listIndexes({ subject, clientId, kind }, score) {
      const part = -score % spread;
      const owner = clientId === '' ? documentKey(kind, part) : clientKey(clientId, part);
      return subject === undefined ? [owner] : [owner, subjectKey(subject)];
    },
    listTargetIndexes(target) {
      if ('documents' in target) return allParts.map((part) => documentKey(target.documents, part));
      if ('subject' in target) return [subjectKey(target.subject)];
      if (target.clientId === '') return [];
      return allParts.map((part) => clientKey(target.clientId, part));
    },
  };
}

/**
 * The score of a partition in indexes: negative, and a hash of 48 bits (FNV-1a with two primes), so that
 * hardly two are equal. A digest of node:crypto would take as long as the rest of a small commit.
 */
export function getIndexScore(partition: string): number {
  let [low, high] = [0x811c9dc5, 0x811c9dc5];
  for (let place = 0; place < partition.length; place += 1) {
    const code = partition.charCodeAt(place);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return -1 - ((high >>> 16) * 2 ** 32 + (low >>> 0));
}
