import { fileURLToPath } from 'node:url';
import { outputOf } from '../child-process.js';
import { parseLoadResult, type LoadGenerator } from './load.js';

const entry = fileURLToPath(new URL('autocannon-process.js', import.meta.url));

/** The npm load generator, where wrk is missing. */
export const autocannonLoad: LoadGenerator = {
  name: 'autocannon',
  note: 'autocannon is slower than these servers: differences between them look smaller than they are. Install wrk for better figures.',
  async run({ core, ...target }) {
    const job = JSON.stringify(target);
    return parseLoadResult(await outputOf(core, process.execPath, entry, job));
  },
};
