/** Entry of the JWT part: our access tokens next to bare jose. */
import { median, pairedRatio } from '../statistics.js';
import { jwtPairs, type Pair } from './jwt-pairs.js';

const [rounds = 21] = process.argv.slice(2).map(Number);
const warmUpRounds = 5;
const calls = 300;

/** Processor time of all threads: signatures are made and checked beside the main one. */
async function microsecondsPerCall(work: () => Promise<unknown>): Promise<number> {
  globalThis.gc?.();
  const start = process.cpuUsage();
  for (let call = 0; call < calls; call += 1) await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / calls;
}

async function report({ what, ours, jose }: Pair): Promise<void> {
  const times: Record<'ours' | 'jose', number[]> = { ours: [], jose: [] };
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    const mine = await microsecondsPerCall(ours);
    const bare = await microsecondsPerCall(jose);
    if (round < warmUpRounds) continue;
    times.ours.push(mine);
    times.jose.push(bare);
  }
  const figures = [median(times.ours), median(times.jose), pairedRatio(times.ours, times.jose)];
  process.stdout.write(`PAIR ${figures.map((figure) => figure.toFixed(2)).join(' ')} ${what}\n`);
}

for (const alg of ['ES256', 'EdDSA', 'RS256'] as const)
  for (const pair of await jwtPairs(alg)) await report(pair);
