import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pinned } from '../machine.js';
import { parseLoadResult, type LoadGenerator } from './load.js';

const entry = fileURLToPath(new URL('autocannon-process.js', import.meta.url));

/** The npm load generator, where wrk is missing. */
export const autocannonLoad: LoadGenerator = {
  name: 'autocannon',
  note: 'autocannon is slower than these servers: differences between them look smaller than they are. Install wrk for better figures.',
  async run({ core, ...target }) {
    const job = JSON.stringify(target);
    const { command, args } = pinned(core, process.execPath, [entry, job]);
    const { stdout } = await promisify(execFile)(command, args);
    return parseLoadResult(stdout);
  },
};
