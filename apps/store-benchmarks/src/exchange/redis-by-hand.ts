import { createHash } from 'node:crypto';
import type { StoredRecord } from '@oauth/core';
import type { CodeExchange } from './code-exchange.js';
import type { Side } from './sides.js';

/** A key with its value, and the milliseconds until it expires. */
export type RedisEntry = readonly [key: string, value: string, milliseconds: number];

/** The commands that are needed by hand, of either client. */
export interface RedisCommands {
  readonly get: (key: string) => Promise<string | null>;
  readonly set: (...entry: RedisEntry) => Promise<unknown>;
  readonly loadScript: (script: string) => Promise<unknown>;
  readonly evalSha: (
    sha1: string,
    keys: readonly string[],
    values: readonly string[],
  ) => Promise<unknown>;
  /** MULTI, a SET for each entry, EXEC, sent at once. */
  readonly setAll: (entries: readonly RedisEntry[]) => Promise<unknown>;
}

/**
 * The same work by hand: the first request that finds the code as it was read spends it, tokens expire
 * by themselves, and user and client have a sorted set of their grants.
 */
const exchangeScript = `
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
const scriptHash = createHash('sha1').update(exchangeScript).digest('hex');

/** Sides whose keys begin with `prefix`. */
export async function redisByHand(redis: RedisCommands, prefix: string): Promise<readonly Side[]> {
  await redis.loadScript(exchangeScript);
  const storeCode: Side['storeCode'] = ({ code }) => redis.set(...toEntry(code, prefix));
  return [
    {
      name: 'by hand: GET, the same work in a script',
      storeCode,
      async exchangeCode(exchange) {
        const code = await findUnspent(redis, exchange, prefix);
        return code !== undefined && runScript(redis, code, exchange, prefix);
      },
    },
    {
      name: 'by hand: GET, MULTI of three SET (two can win, no index)',
      storeCode,
      async exchangeCode(exchange) {
        if ((await findUnspent(redis, exchange, prefix)) === undefined) return false;
        await redis.setAll(getNewEntries(exchange, prefix));
        return true;
      },
    },
  ];
}

function toEntry(record: StoredRecord, prefix: string): RedisEntry {
  const { id, expiresAt } = record;
  return [`${prefix}${id}`, JSON.stringify(record), expiresAt * 1000 - Date.now()];
}

function getNewEntries(
  { spent, access, refresh }: CodeExchange,
  prefix: string,
): readonly RedisEntry[] {
  return [spent, access, refresh].map((record) => toEntry(record, prefix));
}

/** The text of a code that is not spent. */
async function findUnspent(
  redis: RedisCommands,
  { code }: CodeExchange,
  prefix: string,
): Promise<string | undefined> {
  const text = await redis.get(`${prefix}${code.id}`);
  return text !== null && isUnspent(text) ? text : undefined;
}

function isUnspent(text: string): boolean {
  const code: unknown = JSON.parse(text);
  return typeof code === 'object' && code !== null && 'version' in code && code.version === 0;
}

async function runScript(
  redis: RedisCommands,
  code: string,
  exchange: CodeExchange,
  prefix: string,
): Promise<boolean> {
  const { access, refresh } = exchange;
  const entries = getNewEntries(exchange, prefix);
  const keys = [
    ...entries.map(([key]) => key),
    `${prefix}user:${String(access.subject)}`,
    `${prefix}client:${access.clientId}`,
  ];
  const values = entries.flatMap(([, value, milliseconds]) => [value, String(milliseconds)]);
  const grant = [String(refresh.expiresAt), access.grantId];
  return (await redis.evalSha(scriptHash, keys, [code, ...values, ...grant])) === 1;
}
