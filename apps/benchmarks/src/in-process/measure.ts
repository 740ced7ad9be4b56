import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pinned } from '../machine.js';

/** What one call of `server.handle` costs. */
export interface Cost {
  readonly what: string;
  readonly microseconds: number;
}

/** What one access token costs us, and what it costs with bare jose. */
export interface JwtCost extends Cost {
  readonly joseMicroseconds: number;
  /** Our time as a multiple of jose's. */
  readonly ratio: number;
}

/** Measures calls of `server.handle`. */
export async function measureCalls(
  rounds: number,
  core: number | undefined,
): Promise<readonly Cost[]> {
  const output = await outputOf('in-process.js', rounds, core);
  return [...output.matchAll(/^COST (\S+) (.+)$/gm)].map(([, microseconds, what = '']) => ({
    what,
    microseconds: Number(microseconds),
  }));
}

/** Measures JWT access tokens next to bare jose. */
export async function measureJwt(
  rounds: number,
  core: number | undefined,
): Promise<readonly JwtCost[]> {
  const output = await outputOf('jwt.js', rounds, core);
  return [...output.matchAll(/^PAIR (\S+) (\S+) (\S+) (.+)$/gm)].map(
    ([, ours, jose, ratio, what = '']) => ({
      what,
      microseconds: Number(ours),
      joseMicroseconds: Number(jose),
      ratio: Number(ratio),
    }),
  );
}

/** Runs an entry in a process of its own, which can clear away its garbage between rounds. */
async function outputOf(entry: string, rounds: number, core: number | undefined): Promise<string> {
  const file = fileURLToPath(new URL(entry, import.meta.url));
  const { command, args } = pinned(core, process.execPath, [
    ...['--expose-gc', file, String(rounds)],
  ]);
  const { stdout } = await promisify(execFile)(command, args);
  return stdout;
}
