import type {
  ListRequest,
  ListTarget,
  RecordPage,
  RevocationTarget,
  StoredRecord,
} from '@oauth/core/plugin';
import { assertListRequest, getWindow, isListed } from '@oauth/store-kit';
import type { RedisCommands } from './client.js';
import { formatPosition, parsePosition, readIndexes, type IndexEntry } from './index-pages.js';
import type { StoreKeys } from './keys.js';
import { getPartition } from './places.js';
import { recordsScript, revokeScript } from './scripts.js';
import { fromValue, toPatternLines, type ValuePattern } from './values.js';

/** Grants that a revocation deletes at once. */
const revocationBatch = 200;

/** Deletes the records that a revocation covers; returns how many. */
export async function revoke(
  redis: RedisCommands,
  keys: StoreKeys,
  target: RevocationTarget,
): Promise<number> {
  const revokeIn = async (partition: string): Promise<number> =>
    Number(await redis.runScript(revokeScript, [keys.grant(partition)], toPatternLines(target)));
  if ('grantId' in target) return revokeIn(getPartition(target.grantId));
  if (target.clientId === '') return 0;

  const revokeInIndex = async (index: string): Promise<number> => {
    let deleted = 0;
    let last: IndexEntry | undefined;
    do {
      const entries = await readIndexes(redis, [index], revocationBatch, last);
      const counts = await Promise.all(entries.map(async (entry) => revokeIn(entry.partition)));
      for (const count of counts) deleted += count;
      last = entries.at(-1);
    } while (last !== undefined);
    return deleted;
  };
  const counts = await Promise.all(keys.listTargetIndexes(target).map(revokeInIndex));
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * Reads a page of a list, grant by grant: all records of its last grant belong to it.
 *
 * @throws RangeError when the request is malformed
 */
export async function listPage(
  redis: RedisCommands,
  keys: StoreKeys,
  target: ListTarget,
  request: ListRequest,
): Promise<RecordPage> {
  assertListRequest(request, (position) => parsePosition(position) !== undefined);
  const last = request.after === undefined ? undefined : parsePosition(request.after);
  const window = getWindow(target, request);
  const indexes = keys.listTargetIndexes(target);
  const entries = await readIndexes(redis, indexes, window + 1, last);
  const pattern = toPattern(target, request.kind);
  const grants = await Promise.all(
    entries
      .slice(0, window)
      .map(async ({ partition }) => readGrant(redis, keys, partition, pattern)),
  );
  const records: StoredRecord[] = [];
  for (const [place, grant] of grants.entries()) {
    records.push(...grant.filter((record) => isListed(record, target, request.kind)));
    const isLast = entries.length === place + 1;
    const entry = entries[place];
    const isFull = records.length >= request.limit || place + 1 === window;
    if (entry && isFull && !isLast) return { records, next: formatPosition(entry) };
  }
  return { records };
}

function toPattern(target: ListTarget, kind: string | undefined): ValuePattern {
  return 'documents' in target ? { clientId: '', kind: target.documents } : { ...target, kind };
}

async function readGrant(
  redis: RedisCommands,
  keys: StoreKeys,
  partition: string,
  pattern: ValuePattern,
): Promise<readonly StoredRecord[]> {
  const lines = toPatternLines(pattern);
  const reply = await redis.runScript(recordsScript, [keys.grant(partition)], lines);
  if (!Array.isArray(reply)) throw new Error('Redis replied to a read of a grant with no list.');
  const words: readonly unknown[] = reply;
  return words.flatMap((field, place) =>
    place % 2 === 0
      ? [fromValue({ partition, field: String(field) }, String(words[place + 1]))]
      : [],
  );
}
