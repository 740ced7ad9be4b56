import { ConfigurationError, type Change, type Store, type StoredRecord } from '@oauth/core/plugin';
import { getRecordId, toColumn } from '@oauth/store-kit';
import { redisCommands, type RedisClient } from './client.js';
import { findRecord, getLatestExpiry, toArguments } from './commit.js';
import { getPartition, listPlaces } from './partitions.js';
import { parseScan, toOwnerLines } from './revocation.js';
import { commitScript, noteScript, revokeScript, scanScript } from './scripts.js';
import { fromValue } from './values.js';

/** How a Redis store works. */
export interface RedisStoreOptions {
  /** Begins every key. With a hash tag, `{oauth}:`, all is on one node of a cluster. Default: `oauth:`. */
  readonly prefix?: string | undefined;
  /**
   * Epoch milliseconds: says how long a record still has to live. Give it the clock that the server
   * has. Default: `Date.now`.
   */
  readonly clock?: (() => number) | undefined;
  /**
   * Seconds for which Redis keeps expired records, for servers whose clock is behind that of another
   * or, in tests, stands still. Default: 60.
   */
  readonly expiredRecordLifetime?: number | undefined;
}

/** The longest time to live that Redis takes, in milliseconds: 3,170 years. */
const maxMilliseconds = 1e14;

const committed = Object.freeze({ committed: true });

/**
 * Keeps codes and tokens in Redis 6.2 or newer, one server or a cluster. Redis itself deletes expired
 * records: `purge` finds nothing to delete.
 *
 * Calls throw what the client throws when Redis cannot be reached, refuses a write or is too slow.
 *
 * @throws ConfigurationError when an option is out of range
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): Store {
  const { prefix = 'oauth:', clock = Date.now, expiredRecordLifetime = 60 } = options;
  if (!(Number.isFinite(expiredRecordLifetime) && expiredRecordLifetime >= 0))
    throw new ConfigurationError([
      {
        path: 'redisStore.expiredRecordLifetime',
        message: `must be seconds, 0 or more; it is ${expiredRecordLifetime}`,
      },
    ]);
  const redis = redisCommands(client);
  const grantKey = (partition: string): string => `${prefix}grant:${partition}`;
  const subjectKey = (subject: string): string => `${prefix}subject:${toColumn(subject)}`;
  const clientKey = (clientId: string): string => `${prefix}client:${toColumn(clientId)}`;

  async function get(id: string): Promise<StoredRecord | undefined> {
    for (const { partition, field } of listPlaces(id)) {
      const value = await redis.readField(grantKey(partition), field);
      if (typeof value === 'string') return fromValue(id, partition, value);
    }
    return undefined;
  }

  /** A record of the grant that the changes concern; `undefined` if all that they name is gone. */
  async function getRecordOf(changes: readonly Change[]): Promise<StoredRecord | undefined> {
    let record = findRecord(changes);
    for (const change of changes) record ??= await get(getRecordId(change));
    return record;
  }

  /** The indexes of the owners whose grant lives longer by these changes. */
  function listIndexes(changes: readonly Change[], stored: StoredRecord): readonly string[] {
    const keys = new Set<string>();
    for (const change of changes)
      if (change.type !== 'remove') {
        const { subject, clientId } = 'record' in change ? change.record : stored;
        keys.add(clientKey(clientId));
        if (subject !== undefined) keys.add(subjectKey(subject));
      }
    return [...keys];
  }

  async function revokeIn(partition: string, lines: readonly string[]): Promise<number> {
    return Number(await redis.runScript(revokeScript, [grantKey(partition)], lines));
  }

  return {
    get,
    async commit(changes) {
      const record = await getRecordOf(changes);
      if (record === undefined) {
        const extension = changes.find(({ type }) => type === 'extend');
        return extension ? { committed: false, lost: getRecordId(extension) } : committed;
      }
      const partition = getPartition(record.grantId);
      const indexes = listIndexes(changes, record);
      const time = clock();
      const left = Math.ceil((getLatestExpiry(changes) + expiredRecordLifetime) * 1000 - time);
      const milliseconds = String(Math.min(Math.max(left, 1), maxMilliseconds));
      // On a cluster, indexes are elsewhere: they are written first, since an entry that leads to
      // nothing is harmless, while a grant without one would outlive its revocation.
      if (redis.isCluster)
        await Promise.all(
          indexes.map(async (key) => redis.runScript(noteScript, [key], [partition, milliseconds])),
        );
      const reply = await redis.runScript(
        commitScript,
        [grantKey(partition), ...(redis.isCluster ? [] : indexes)],
        [
          partition,
          milliseconds,
          String(time / 1000 - expiredRecordLifetime),
          ...changes.flatMap((change) => toArguments(change, record.grantId)),
        ],
      );
      const loser = changes[Number(reply) - 1];
      if (loser) return { committed: false, lost: getRecordId(loser) };
      if (String(reply) !== '0') throw new Error('Redis replied to a commit with no number.');
      return committed;
    },
    async revoke(target) {
      const lines = toOwnerLines(target);
      if ('grantId' in target) return revokeIn(getPartition(target.grantId), lines);
      const index = 'subject' in target ? subjectKey(target.subject) : clientKey(target.clientId);
      let deleted = 0;
      let cursor = '0';
      do {
        const found = parseScan(await redis.runScript(scanScript, [index], [cursor]));
        const counts = found.partitions.map(async (partition) => revokeIn(partition, lines));
        for (const count of await Promise.all(counts)) deleted += count;
        cursor = found.cursor;
      } while (cursor !== '0');
      return deleted;
    },
    purge: () => 0,
  };
}
