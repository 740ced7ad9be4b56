import { randomBytes } from 'node:crypto';
import type { Change, CommitResult, StoredRecord } from '@oauth/core/plugin';
import { findRepeatedWrite, getRecordId } from '@oauth/store-kit';
import type { RedisCommands } from './client.js';
import { getIndexScore, type StoreKeys } from './keys.js';
import { assertRoute, getPartition, getPlace } from './places.js';
import { commitScript, indexScript } from './scripts.js';
import { toValue } from './values.js';

/** What commits are made with. */
export interface CommitContext {
  readonly redis: RedisCommands;
  readonly keys: StoreKeys;
  readonly clock: () => number;
  readonly expiredRecordLifetime: number;
  readonly get: (id: string) => Promise<StoredRecord | undefined>;
}

/** Carries out a commit. */
export type Commit = (changes: readonly Change[]) => Promise<CommitResult>;

/** The longest time to live that Redis takes, in milliseconds: 3,170 years. */
const maxMilliseconds = 1e14;

const committed = Object.freeze({ committed: true });

export function createCommit(context: CommitContext): Commit {
  const createAttempt = attemptSource();
  return async (changes) => {
    const [first] = changes;
    if (first === undefined) return committed;
    const lost = findRepeatedWrite(changes);
    if (lost !== undefined) return { committed: false, lost };
    const owners: StoredRecord[] = [];
    for (const change of changes) if ('record' in change) owners.push(change.record);
    owners.forEach(assertRoute);
    if (owners.length === 0) {
      const extension = changes.find(({ type }) => type === 'extend');
      const stored = extension && (await findFirst(context, changes));
      if (stored) owners.push(stored);
      else if (extension) return { committed: false, lost: getRecordId(extension) };
    }
    const partition = getPartition(getRecordId(first));
    return runCommit(context, { changes, owners, partition, attempt: createAttempt() });
  };
}

/** The first record that the changes extend and that is there. */
async function findFirst(
  { get }: CommitContext,
  changes: readonly Change[],
): Promise<StoredRecord | undefined> {
  for (const change of changes) {
    const record = change.type === 'extend' ? await get(change.id) : undefined;
    if (record) return record;
  }
  return undefined;
}

interface PreparedCommit {
  readonly changes: readonly Change[];
  /**
   * The records whose owners' indexes have to lead to the grant for longer: those that are written and, if
   * expiries are moved only, one of the grant.
   */
  readonly owners: readonly StoredRecord[];
  readonly partition: string;
  /** Tells this commit from every other, so that it is recognized when it is sent again. */
  readonly attempt: string;
}

async function runCommit(
  { redis, keys, clock, expiredRecordLifetime }: CommitContext,
  { changes, owners, partition, attempt }: PreparedCommit,
): Promise<CommitResult> {
  const score = getIndexScore(partition);
  const indexes = new Set(owners.flatMap((record) => keys.listIndexes(record, score)));
  const time = clock();
  const left = Math.ceil((getLatestExpiry(changes) + expiredRecordLifetime) * 1000 - time);
  const milliseconds = String(Math.min(Math.max(left, 1), maxMilliseconds));
  const entry = [partition, String(score), milliseconds];
  // On a cluster, indexes are elsewhere: they are written first, since an entry that leads to nothing
  // is harmless, while a grant without one would outlive its revocation.
  if (redis.isCluster)
    await Promise.all([...indexes].map(async (key) => redis.runScript(indexScript, [key], entry)));
  const reply = await redis.runScript(
    commitScript,
    [keys.grant(partition), ...(redis.isCluster ? [] : indexes)],
    [
      ...entry,
      String(time / 1000 - expiredRecordLifetime),
      attempt,
      ...changes.flatMap((change) => toArguments(change, attempt)),
    ],
  );
  const loser = changes[Number(reply) - 1];
  if (loser) return { committed: false, lost: getRecordId(loser) };
  if (String(reply) !== '0') throw new Error('Redis replied to a commit with no number.');
  return committed;
}

/** Converts a change to the arguments of the commit script. */
export function toArguments(change: Change, attempt: string): readonly string[] {
  const { field } = getPlace(getRecordId(change));
  if ('record' in change) return [change.type, field, toValue(change.record, attempt)];
  return [change.type, field, change.type === 'extend' ? String(change.expiresAt) : ''];
}

/** The latest expiry, in epoch seconds, that the changes give a record; 0 when they give none. */
function getLatestExpiry(changes: readonly Change[]): number {
  return changes.reduce((latest, change) => {
    if (change.type === 'remove') return latest;
    return Math.max(latest, 'record' in change ? change.record.expiresAt : change.expiresAt);
  }, 0);
}

/** Makes texts that no other commit has, of this process or another. */
function attemptSource(): () => string {
  const source = randomBytes(6).toString('base64url');
  let count = 0;
  return () => {
    count += 1;
    return `${source}${count.toString(36)}`;
  };
}
