import { join } from 'node:path';
import { outputOf } from '../child-process.js';
import { parseCosts, parseJwtCosts, type Cost, type JwtCost } from './output.js';

/** A run of an entry in a process of its own. */
export interface EntryRun {
  /** Folder of the built entries: the working tree's, or that of another revision. */
  readonly dist: string;
  /** Rounds that count; as many as the entry likes come before them. */
  readonly rounds: number;
  readonly core: number | undefined;
}

/** Measures calls of `server.handle`. */
export async function measureCalls(run: EntryRun): Promise<readonly Cost[]> {
  return parseCosts(await outputOfEntry('in-process.js', run));
}

/** Measures JWT access tokens next to bare jose. */
export async function measureJwt(run: EntryRun): Promise<readonly JwtCost[]> {
  return parseJwtCosts(await outputOfEntry('jwt.js', run));
}

/** The process can clear away its garbage between rounds. */
function outputOfEntry(entry: string, { dist, rounds, core }: EntryRun): Promise<string> {
  const args = ['--expose-gc', join(dist, entry), String(rounds)];
  return outputOf(core, process.execPath, ...args);
}
