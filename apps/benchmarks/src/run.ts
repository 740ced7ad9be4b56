import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureCalls, measureJwt } from './in-process/measure.js';
import { findLoad } from './load/find-load.js';
import { describeMachine, pinnableCores } from './machine.js';
import { measure } from './measure.js';
import { rowsOf, type Result } from './report/result.js';
import { findScenario, scenarios } from './scenarios/index.js';
import type { Settings } from './settings.js';

/** Measures all that the settings ask for. */
export async function run(settings: Settings, progress: (text: string) => void): Promise<Result> {
  const { rounds, seconds, connections } = settings;
  const chosen = settings.scenarios.length === 0 ? scenarios : settings.scenarios.map(findScenario);
  const load = findLoad(settings.load);
  const cores = pinnableCores();
  const scratch = await mkdtemp(join(tmpdir(), 'oauth-bench-'));
  try {
    const measured: Result['scenarios'][number][] = [];
    for (const scenario of chosen) {
      const series = await measure({ settings, load, cores, scratch, progress }, scenario);
      measured.push({ name: scenario.name, rows: rowsOf(series) });
    }
    progress('in process');
    const all = settings.scenarios.length === 0;
    const inProcess = all ? await measureCalls(rounds, cores?.server) : [];
    const jwt = all ? await measureJwt(rounds, cores?.server) : [];
    const pins = cores ? 'server and load on a core each' : 'processes not pinned to cores';
    return {
      machine: describeMachine(),
      load: load.name,
      note: load.note,
      setting: `${connections} connections, ${rounds} rounds of ${seconds} s, ${pins}`,
      scenarios: measured,
      inProcess,
      jwt,
    };
  } finally {
    await rm(scratch, { recursive: true });
  }
}
