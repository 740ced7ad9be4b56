import { join } from 'node:path';
import type { Bench } from '../bench.js';
import { measureCalls, measureJwt } from '../in-process/measure.js';
import { ServerProcess } from '../server-process.js';
import { median } from '../statistics.js';
import { alternate } from './alternate.js';
import { compareCosts, pairCosts, type Comparison, type Dists, type Side } from './comparison.js';

/** What `in-process.js`, `jwt.js` and the making of codes cost in both builds. */
export interface InProcessPart {
  readonly comparisons: readonly Comparison[];
  /** What only one of the builds measures. */
  readonly unpaired: readonly string[];
}

/** Rounds that count in one turn of a process. */
const turnRounds = 3;
/** Codes made at a time. */
const codes = 20_000;
const warmUpTurns = 3;

/**
 * Compares calls without HTTP. Each turn is a process of its own: an older revision's entry knows no
 * single rounds, and how V8 compiles the same code differs from process to process.
 */
export async function compareInProcess(bench: Bench, dists: Dists): Promise<InProcessPart> {
  const { rounds } = bench.settings;
  const core = bench.cores?.server;
  const costs = await alternate(rounds, async (side, round) => {
    bench.progress(`in process: round ${round} of ${rounds}`);
    const entryRun = { dist: dists[side], rounds: turnRounds, core };
    return [...(await measureCalls(entryRun)), ...(await measureJwt(entryRun))];
  });
  const { comparisons, unpaired } = pairCosts(costs);
  return { comparisons: [...comparisons, await compareAuthorization(bench, dists)], unpaired };
}

/**
 * Compares the authorization endpoint by the processor time in which a server prepares requests that
 * redeem codes: a revision's in-process entry has no line for it. Writing the requests down is in it.
 */
async function compareAuthorization(bench: Bench, dists: Dists): Promise<Comparison> {
  const started: ServerProcess[] = [];
  const start = async (side: Side): Promise<ServerProcess> => {
    const launch = { dist: dists[side], scenario: 'exchange', server: 'adapter-node' };
    const process = await ServerProcess.start({ ...launch, core: bench.cores?.server });
    started.push(process);
    return process;
  };
  try {
    const processes = { here: await start('here'), there: await start('there') };
    const file = join(bench.scratch, 'codes.txt');
    const takeTurn = (side: Side) => turnCost(processes[side], file);
    await alternate(warmUpTurns, takeTurn);
    bench.progress('in process: authorization');
    return compareCosts('code issued', await alternate(bench.settings.rounds, takeTurn));
  } finally {
    for (const process of started) process.stop();
  }
}

async function turnCost(process: ServerProcess, file: string): Promise<number> {
  const costs: number[] = [];
  while (costs.length < turnRounds) {
    const before = await process.cpu();
    await process.prepare(codes, file);
    costs.push(((await process.cpu()) - before) / codes);
  }
  return median(costs);
}
