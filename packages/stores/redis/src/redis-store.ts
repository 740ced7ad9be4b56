import {
  checkOptionNames,
  type OptionNames,
  type ReadHint,
  type Store,
  type StoredRecord,
} from '@oauth/core/plugin';
import { assertConfiguration } from '@oauth/store-kit';
import { redisCommands, type RedisClient, type RedisCommands } from './client.js';
import { createCommit } from './commit.js';
import { listPage, revoke } from './grants.js';
import { storeKeys, type StoreKeys } from './keys.js';
import { getPlace } from './places.js';
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
  /**
   * Client of a replica, for reads that may be moments behind, such as those of introspection. A record
   * that the replica does not have yet is read from `client`. Default: all reads go to `client`.
   */
  readonly replica?: RedisClient | undefined;
}

const optionNames: OptionNames<RedisStoreOptions> = {
  prefix: true,
  clock: true,
  expiredRecordLifetime: true,
  replica: true,
};

/**
 * Keeps codes and tokens in Redis 6.2 or newer, one server or a cluster. Redis itself deletes expired
 * records: `purge` finds nothing to delete.
 *
 * Calls throw what the client throws when Redis cannot be reached, refuses a write or is too slow.
 *
 * @throws ConfigurationError when an option is wrong
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): Required<Store> {
  const { prefix = 'oauth:', clock = Date.now, expiredRecordLifetime = 60 } = options;
  assertConfiguration((check) => {
    checkOptionNames(options, optionNames, check, 'redisStore.');
    check(
      Number.isFinite(expiredRecordLifetime) && expiredRecordLifetime >= 0,
      'redisStore.expiredRecordLifetime',
      `must be seconds, 0 or more; it is ${expiredRecordLifetime}`,
    );
  });
  const redis = redisCommands(client);
  const replica = options.replica && redisCommands(options.replica);
  const keys = storeKeys(prefix);
  const get = recordReader(redis, replica, keys);
  return {
    get,
    commit: createCommit({ redis, keys, clock, expiredRecordLifetime, get }),
    revoke: async (target) => revoke(redis, keys, target),
    purge: () => 0,
    list: async (target, request) => listPage(redis, keys, target, request),
  };
}

/** Makes the store's `get`. */
function recordReader(
  redis: RedisCommands,
  replica: RedisCommands | undefined,
  keys: StoreKeys,
): (id: string, hint?: ReadHint) => Promise<StoredRecord | undefined> {
  return async (id, hint) => {
    const place = getPlace(id);
    const key = keys.grant(place.partition);
    const isStale = hint?.stale === true && replica !== undefined;
    const stale = isStale ? await replica.readField(key, place.field) : undefined;
    const value = typeof stale === 'string' ? stale : await redis.readField(key, place.field);
    return typeof value === 'string' ? fromValue(place, value) : undefined;
  };
}
