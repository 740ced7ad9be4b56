import { createHash } from 'node:crypto';
import type { ListTarget, StoredRecord } from '@oauth/core/plugin';
import { toColumn } from '@oauth/store-kit';

/** The names of the store's keys. */
export interface StoreKeys {
  /** The hash with the records of a partition. */
  readonly grant: (partition: string) => string;
  /** The indexes that lead to a partition with such a record. */
  readonly listIndexes: (record: StoredRecord, partition: string) => readonly string[];
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
    listIndexes({ subject, clientId, kind }, partition) {
      const part = -getIndexScore(partition) % spread;
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

/** The score of a partition in indexes: negative, and the digest's 48 bits, so that hardly two are equal. */
export function getIndexScore(partition: string): number {
  return -1 - createHash('sha1').update(partition).digest().readUIntBE(0, 6);
}
