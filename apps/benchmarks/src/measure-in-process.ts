import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pinned } from './machine.js';

const entry = fileURLToPath(new URL('in-process.js', import.meta.url));

/** What one call of `server.handle` costs. */
export interface Cost {
  readonly what: string;
  readonly microseconds: number;
}

/** Runs the in-process part in a process of its own. */
export async function measureInProcess(
  rounds: number,
  core: number | undefined,
): Promise<readonly Cost[]> {
  const { command, args } = pinned(core, process.execPath, [
    ...['--expose-gc', entry, String(rounds)],
  ]);
  const { stdout } = await promisify(execFile)(command, args);
  return [...stdout.matchAll(/^COST (\S+) (.+)$/gm)].map(([, microseconds = '', what = '']) => ({
    what,
    microseconds: Number(microseconds),
  }));
}
