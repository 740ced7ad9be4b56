/** `npm run bench:stores`: code exchanges through the store, beside the bare statements. */
import { parseArgs } from 'node:util';
import { redisStore } from '@oauth/store-redis';
import { compareSides } from './exchange/compare-sides.js';
import { connectRedis } from './exchange/connect-redis.js';
import { postgresByHand } from './exchange/postgres-by-hand.js';
import { redisByHand } from './exchange/redis-by-hand.js';
import { storeSide, type Side } from './exchange/sides.js';
import { getCpuTime } from './services/cpu-time.js';
import { measureEach } from './services/measure-each.js';
import { createPostgresSchema } from './services/postgres-schema.js';
import { startRedis } from './services/start-redis.js';
import { formatTable } from './table.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '201' },
    exchanges: { type: 'string', default: '50' },
  },
});
const rounds = Number(values.rounds);
const exchanges = Number(values.exchanges);

const rows: (string | number)[][] = [];

async function addRows(
  name: string,
  sides: readonly Side[],
  inFlight: number,
  getDatabaseTime: () => number,
): Promise<void> {
  const results = await compareSides(sides, { inFlight, rounds, exchanges, getDatabaseTime });
  for (const { side, perSecond, ratio, cpu, cpuRatio } of results)
    rows.push([name, inFlight, side, perSecond, ratio.toFixed(2), cpu, cpuRatio.toFixed(2)]);
}

async function measurePostgres(): Promise<void> {
  const schema = await createPostgresSchema();
  try {
    for (const commit of ['on', 'off'])
      for (const inFlight of [1, 16]) {
        const pool = schema.connect(inFlight, `-c synchronous_commit=${commit}`);
        const prefix = `${commit}_${inFlight}_`;
        const store = await schema.openStore(pool, prefix);
        const byHand = postgresByHand(pool, `${schema.name}.${prefix}records`);
        const name = `PostgreSQL, synchronous_commit ${commit}`;
        const sides = [...byHand.slice(0, 1), storeSide(store), ...byHand.slice(1)];
        const pids = await schema.getBackendPids(pool);
        await addRows(name, sides, inFlight, () => getCpuTime(pids));
      }
  } finally {
    await schema.remove();
  }
}

async function measureRedis(): Promise<void> {
  const server = await startRedis();
  try {
    for (const [name, connect] of Object.entries(connectRedis)) {
      const { client, commands, close } = await connect(server.url);
      const byHand = await redisByHand(commands, 'hand:');
      const sides = [...byHand.slice(0, 1), storeSide(redisStore(client)), ...byHand.slice(1)];
      for (const inFlight of [1, 16])
        await addRows(`Redis, ${name}`, sides, inFlight, () => getCpuTime([server.pid]));
      await close();
    }
  } finally {
    await server.stop();
  }
}

const measurements = { postgres: measurePostgres, redis: measureRedis };
await measureEach(measurements, values.only, async (measure) => measure());
console.log(formatTable(['', 'in flight', 'side', 'a second', 'ratio', 'CPU µs', 'ratio'], rows));
