import {
  type Change,
  ConfigurationError,
  type RevocationTarget,
  type Store,
  type StoredRecord,
} from '@oauth/core/plugin';
import { toColumn } from '@oauth/core/rows';
import { commandsOf, type RedisClient } from './client.js';
import { idOf, latestExpiry, recordIn, toArguments } from './commit.js';
import { partitionOf, placesOf } from './partitions.js';
import { matching, page } from './revocation.js';
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
   * Seconds for which Redis keeps what has expired, so that no clock of a server that is slower than
   * another, or stands still in a test, finds too little. Default: 60.
   */
  readonly expiredRecordLifetime?: number | undefined;
}

/** Redis takes no longer times; in milliseconds, 3,170 years. */
const longest = 1e14;

const committed = Object.freeze({ committed: true });

/**
 * Keeps codes and tokens in Redis 6.2 or newer, one server or a cluster. What has expired is
 * deleted by Redis itself: `purge` finds nothing to do.
 *
 * Calls throw what the client throws when Redis cannot be reached, refuses a write or is too slow.
 *
 * @throws ConfigurationError when an option is out of range
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): Store {
  const { prefix = 'oauth:', clock = Date.now, expiredRecordLifetime = 60 } = options;
  if (!(Number.isFinite(expiredRecordLifetime) && expiredRecordLifetime >= 0))
    throw new ConfigurationError([
      { path: 'redisStore.expiredRecordLifetime', message: 'must be seconds, 0 or more' },
    ]);
  const redis = commandsOf(client);
  const grantKey = (partition: string): string => `${prefix}grant:${partition}`;
  const subjectKey = (subject: string): string => `${prefix}subject:${toColumn(subject)}`;
  const clientKey = (clientId: string): string => `${prefix}client:${toColumn(clientId)}`;

  async function get(id: string): Promise<StoredRecord | undefined> {
    for (const { partition, field } of placesOf(id)) {
      const value = await redis.hashField(grantKey(partition), field);
      if (typeof value === 'string') return fromValue(id, partition, value);
    }
    return undefined;
  }

  /** A record of the grant that the changes are about; undefined if what they name is gone. */
  async function recordOf(changes: readonly Change[]): Promise<StoredRecord | undefined> {
    let record = recordIn(changes);
    for (const change of changes) record ??= await get(idOf(change));
    return record;
  }

  /** Where to note that an owner of these has a grant until later than before. */
  function indexesOf(changes: readonly Change[], one: StoredRecord): readonly string[] {
    const keys = new Set<string>();
    const add = ({ subject, clientId }: StoredRecord): void => {
      keys.add(clientKey(clientId));
      if (subject !== undefined) keys.add(subjectKey(subject));
    };
    for (const change of changes)
      if (change.type !== 'remove') add('record' in change ? change.record : one);
    return [...keys];
  }

  async function revokeIn(partition: string, target: RevocationTarget): Promise<number> {
    return Number(await redis.run(revokeScript, [grantKey(partition)], matching(target)));
  }

  return {
    get,
    async commit(changes) {
      const record = await recordOf(changes);
      if (record === undefined) {
        const extension = changes.find(({ type }) => type === 'extend');
        return extension ? { committed: false, lost: idOf(extension) } : committed;
      }
      const partition = partitionOf(record.grantId);
      const indexes = indexesOf(changes, record);
      const time = clock();
      const left = Math.ceil((latestExpiry(changes) + expiredRecordLifetime) * 1000 - time);
      const milliseconds = String(Math.min(Math.max(left, 1), longest));
      // Elsewhere in a cluster, so noted before: an entry that points at nothing does no harm.
      if (redis.isCluster)
        await Promise.all(
          indexes.map(async (key) => redis.run(noteScript, [key], [partition, milliseconds])),
        );
      const answer = await redis.run(
        commitScript,
        [grantKey(partition), ...(redis.isCluster ? [] : indexes)],
        [
          partition,
          milliseconds,
          String(time / 1000 - expiredRecordLifetime),
          ...changes.flatMap((change) => toArguments(change, record.grantId)),
        ],
      );
      const loser = changes[Number(answer) - 1];
      if (loser) return { committed: false, lost: idOf(loser) };
      if (String(answer) !== '0') throw new Error('Redis answered a commit with something else.');
      return committed;
    },
    async revoke(target) {
      if ('grantId' in target) return revokeIn(partitionOf(target.grantId), target);
      const index = 'subject' in target ? subjectKey(target.subject) : clientKey(target.clientId);
      let deleted = 0;
      let cursor = '0';
      do {
        const found = page(await redis.run(scanScript, [index], [cursor]));
        const counts = found.partitions.map(async (partition) => revokeIn(partition, target));
        for (const count of await Promise.all(counts)) deleted += count;
        cursor = found.cursor;
      } while (cursor !== '0');
      return deleted;
    },
    purge: () => 0,
  };
}
