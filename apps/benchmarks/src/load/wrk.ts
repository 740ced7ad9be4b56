import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hasCommand, pinned } from '../machine.js';
import { parseLoadResult, type LoadGenerator } from './load.js';

const script = fileURLToPath(new URL('../wrk/send.lua', import.meta.url));

/** The C load generator of Debian's package `wrk`, if it is installed. */
export function findWrk(): LoadGenerator | undefined {
  if (!hasCommand('wrk', '-v')) return undefined;
  return {
    name: 'wrk',
    async run({ url, method, headers, preparedFile, singleUse, seconds, connections, core }) {
      const { command, args } = pinned(core, 'wrk', [
        ...['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '5s', '-s', script],
        ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
        ...[url, '--', method, preparedFile, singleUse ? 'once' : 'again'],
      ]);
      const { stdout } = await promisify(execFile)(command, args);
      return parseLoadResult(stdout);
    },
  };
}
