import { ownDist, withBench, type Bench } from './bench.js';
import { measureCalls, measureJwt } from './in-process/measure.js';
import { describeMachine } from './machine.js';
import { chosenServers, measure } from './measure.js';
import { rowsOf, type Result } from './report/result.js';
import { chosenScenarios } from './scenarios/index.js';
import type { Settings } from './settings.js';

/** Measures all that the settings ask for. */
export function run(settings: Settings, progress: (text: string) => void): Promise<Result> {
  return withBench(settings, progress, runBench);
}

async function runBench(bench: Bench): Promise<Result> {
  const scenarios = await measureScenarios(bench);
  return { ...describeBench(bench), scenarios, ...(await measureInProcess(bench)) };
}

async function measureScenarios(bench: Bench): Promise<Result['scenarios']> {
  const measured: Result['scenarios'][number][] = [];
  for (const scenario of chosenScenarios(bench.settings)) {
    const servers = chosenServers(bench.settings, scenario);
    const contenders = servers.map((server) => ({ server, dist: ownDist }));
    const series = await measure(bench, scenario, contenders);
    measured.push({ name: scenario.name, rows: rowsOf(series) });
  }
  return measured;
}

async function measureInProcess(bench: Bench): Promise<Pick<Result, 'inProcess' | 'jwt'>> {
  const { rounds, only, scenarios } = bench.settings;
  if (only === 'http' || scenarios.length > 0) return { inProcess: [], jwt: [] };
  bench.progress('in process');
  const entryRun = { dist: ownDist, rounds, core: bench.cores?.server };
  return { inProcess: await measureCalls(entryRun), jwt: await measureJwt(entryRun) };
}

/** The circumstances, as a page with figures tells them. */
export function describeBench({
  settings: { rounds, seconds, connections },
  load,
  cores,
}: Bench): Pick<Result, 'machine' | 'load' | 'note' | 'setting'> {
  const pins = cores ? 'server and load on a core each' : 'processes not pinned to cores';
  return {
    machine: describeMachine(),
    load: load.name,
    note: load.note,
    setting: `${connections} connections, ${rounds} rounds of ${seconds} s, ${pins}`,
  };
}
