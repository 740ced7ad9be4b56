import { fileURLToPath } from 'node:url';
import { outputOf } from '../child-process.js';
import { hasCommand } from '../machine.js';
import { parseLoadResult, type LoadGenerator } from './load.js';

const script = fileURLToPath(new URL('../wrk/send.lua', import.meta.url));

/** The C load generator of Debian's package `wrk`, if it is installed. */
export function findWrk(): LoadGenerator | undefined {
  if (!hasCommand('wrk', '-v')) return undefined;
  return {
    name: 'wrk',
    async run({ url, method, headers, preparedFile, singleUse, seconds, connections, core }) {
      const args = [
        ...['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '5s', '-s', script],
        ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
        ...[url, '--', method, preparedFile, singleUse ? 'once' : 'again'],
      ];
      return parseLoadResult(await outputOf(core, 'wrk', ...args));
    },
  };
}
