/** `npm run bench:stores`: code exchanges through the store, beside the bare statements. */
import { parseArgs } from 'node:util';
import { redisStore } from '@oauth/store-redis';
import { postgresByHand } from './exchange/postgres-by-hand.js';
import { redisByHand } from './exchange/redis-by-hand.js';
import { redisClients } from './exchange/redis-clients.js';
import { compare } from './exchange/rounds.js';
import { storeSide, type Side } from './exchange/sides.js';
import { cpuTime } from './services/cpu-time.js';
import { each } from './services/each.js';
import { postgresSchema } from './services/postgres.js';
import { startRedis } from './services/redis-server.js';
import { table } from './table.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '201' },
    trades: { type: 'string', default: '50' },
  },
});
const rounds = Number(values.rounds);
const trades = Number(values.trades);

const rows: (string | number)[][] = [];

async function add(
  name: string,
  sides: readonly Side[],
  inFlight: number,
  databaseTime: () => number,
): Promise<void> {
  const rates = await compare(sides, { inFlight, rounds, trades, databaseTime });
  for (const { side, perSecond, ratio, cpu, cpuRatio } of rates)
    rows.push([name, inFlight, side, perSecond, ratio.toFixed(2), cpu, cpuRatio.toFixed(2)]);
}

async function measurePostgres(): Promise<void> {
  const schema = await postgresSchema();
  try {
    for (const commit of ['on', 'off'])
      for (const inFlight of [1, 16]) {
        const pool = schema.connect(inFlight, `-c synchronous_commit=${commit}`);
        const prefix = `${commit}_${inFlight}_`;
        const store = await schema.open(pool, prefix);
        const byHand = postgresByHand(pool, `${schema.name}.${prefix}records`);
        const name = `PostgreSQL, synchronous_commit ${commit}`;
        const sides = [...byHand.slice(0, 1), storeSide(store), ...byHand.slice(1)];
        const pids = await schema.backends(pool);
        await add(name, sides, inFlight, () => cpuTime(pids));
      }
  } finally {
    await schema.remove();
  }
}

async function measureRedis(): Promise<void> {
  const server = await startRedis();
  try {
    for (const [name, connect] of Object.entries(redisClients)) {
      const { client, hand, close } = await connect(server.url);
      const byHand = await redisByHand(hand, 'hand:');
      const sides = [...byHand.slice(0, 1), storeSide(redisStore(client)), ...byHand.slice(1)];
      for (const inFlight of [1, 16])
        await add(`Redis, ${name}`, sides, inFlight, () => cpuTime([server.pid]));
      await close();
    }
  } finally {
    await server.stop();
  }
}

const all = { postgres: measurePostgres, redis: measureRedis };
await each(all, values.only, async (measure) => measure());
console.log(table(['', 'in flight', 'side', 'a second', 'ratio', 'CPU µs', 'ratio'], rows));
