import type { Issuance } from '../contract/grant.js';
import type { Change, StoredRecord } from '../contract/store.js';

/**
 * The change that marks a single-use record as spent; of parallel attempts one gets through.
 *
 * @param rememberedResponse kept with the record for retries
 */
export function spendRecord(
  record: StoredRecord,
  now: number,
  rememberedResponse?: string,
): Change {
  // No spread: V8 gives each object that gets a member after a spread a hidden class of its own, and
  // code that reads many of those gets slow.
  const data = Object.assign({}, record.data, { spentAt: now, rememberedResponse });
  return { type: 'update', record: { ...record, version: record.version + 1, data } };
}

/** The change that stores a record anew, in place of the version that was read. */
export function replaceRecord(record: StoredRecord): Change {
  return { type: 'update', record: { ...record, version: record.version + 1 } };
}

/** The changes that tie a commit to the record that it spends or continues. */
export function linkRecords(
  { consumes, continues }: Pick<Issuance, 'consumes' | 'continues'>,
  now: number,
  rememberedResponse?: string,
): Change[] {
  const changes: Change[] = [];
  if (continues) changes.push({ type: 'extend', id: continues.id, expiresAt: continues.expiresAt });
  if (consumes) changes.push(spendRecord(consumes, now, rememberedResponse));
  return changes;
}
