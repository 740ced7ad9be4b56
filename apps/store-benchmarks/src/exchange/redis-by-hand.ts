import { createHash } from 'node:crypto';
import type { StoredRecord } from '@oauth/core';
import type { Exchange } from './codes.js';
import type { Side } from './sides.js';

/** Commands of either client. */
export interface HandRedis {
  readonly get: (key: string) => Promise<string | null>;
  readonly set: (key: string, value: string, milliseconds: number) => Promise<unknown>;
  readonly load: (script: string) => Promise<unknown>;
  readonly evalSha: (
    sha1: string,
    keys: readonly string[],
    values: readonly string[],
  ) => Promise<unknown>;
  /** MULTI, a SET for each, EXEC, sent at once. */
  readonly setAll: (
    entries: readonly (readonly [key: string, value: string, milliseconds: number])[],
  ) => Promise<unknown>;
}

/**
 * The same work by hand: the first who finds the code as it was read spends it, tokens expire by
 * themselves, and user and client have a sorted set of what they have.
 */
const tradeScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
redis.call('SET', KEYS[2], ARGV[4], 'PX', ARGV[5])
redis.call('SET', KEYS[3], ARGV[6], 'PX', ARGV[7])
for i = 4, 5 do
  redis.call('ZADD', KEYS[i], ARGV[8], ARGV[9])
  if redis.call('PTTL', KEYS[i]) < tonumber(ARGV[7]) then
    redis.call('PEXPIRE', KEYS[i], ARGV[7])
  end
end
return 1`;

export async function redisByHand(redis: HandRedis, prefix: string): Promise<readonly Side[]> {
  await redis.load(tradeScript);
  const sha1 = createHash('sha1').update(tradeScript).digest('hex');
  const key = ({ id }: StoredRecord): string => `${prefix}${id}`;
  const left = ({ expiresAt }: StoredRecord): number => expiresAt * 1000 - Date.now();
  const issue: Side['issue'] = async ({ code }) =>
    redis.set(key(code), JSON.stringify(code), left(code));
  const unspent = async ({ code }: Exchange): Promise<string | undefined> => {
    const text = await redis.get(key(code));
    const read: unknown = text === null ? undefined : JSON.parse(text);
    const isNew =
      typeof read === 'object' && read !== null && 'version' in read && read.version === 0;
    return text !== null && isNew ? text : undefined;
  };
  return [
    {
      name: 'by hand: GET, the same work in a script',
      issue,
      async trade(exchange) {
        const read = await unspent(exchange);
        if (read === undefined) return false;
        const { spent, access, refresh } = exchange;
        const values = [spent, access, refresh].flatMap((record) => [
          JSON.stringify(record),
          String(left(record)),
        ]);
        const owners = [
          `${prefix}user:${String(access.subject)}`,
          `${prefix}client:${access.clientId}`,
        ];
        const won = await redis.evalSha(
          sha1,
          [key(spent), key(access), key(refresh), ...owners],
          [read, ...values, String(refresh.expiresAt), access.grantId],
        );
        return won === 1;
      },
    },
    {
      name: 'by hand: GET, MULTI of three SET (two can win, no index)',
      issue,
      async trade(exchange) {
        if ((await unspent(exchange)) === undefined) return false;
        const { spent, access, refresh } = exchange;
        await redis.setAll(
          [spent, access, refresh].map((record) => [
            key(record),
            JSON.stringify(record),
            left(record),
          ]),
        );
        return true;
      },
    },
  ];
}
