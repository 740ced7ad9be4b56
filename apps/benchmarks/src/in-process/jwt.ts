/** Entry of the JWT part: our access tokens next to bare jose. Its lines, too, are in output.ts. */
import { median, pairedRatio } from '../statistics.js';
import { jwtPairs, type Pair } from './jwt-pairs.js';

const [rounds = 21] = process.argv.slice(2).map(Number);
const warmUpRounds = 5;
/** Short turns and many of them, so that what else the machine does meets both alike. */
const turns = 20;
const calls = 20;

type Times = Readonly<Record<'ours' | 'jose', number[]>>;

/** Of one call. Processor time of all threads: signatures are made and checked beside the main one. */
async function microseconds(work: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage();
  for (let call = 0; call < calls; call += 1) await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / calls;
}

async function round({ ours, jose }: Pair, times: Times): Promise<void> {
  globalThis.gc?.();
  for (let turn = 0; turn < turns; turn += 1) {
    times.ours.push(await microseconds(ours));
    times.jose.push(await microseconds(jose));
  }
}

async function report(pair: Pair): Promise<void> {
  for (let warmUp = 0; warmUp < warmUpRounds; warmUp += 1)
    await round(pair, { ours: [], jose: [] });
  const times: Times = { ours: [], jose: [] };
  for (let count = 0; count < rounds; count += 1) await round(pair, times);
  const figures = [median(times.ours), median(times.jose), pairedRatio(times.ours, times.jose)];
  process.stdout.write(
    `PAIR ${figures.map((figure) => figure.toFixed(2)).join(' ')} ${pair.what}\n`,
  );
}

for (const alg of ['ES256', 'EdDSA', 'RS256'] as const)
  for (const pair of await jwtPairs(alg)) await report(pair);
