/**
 * `npm run soak`: 50 parallel redemptions of one code and 50 parallel refreshes of one token, 1,000
 * rounds each, in memory and with 5 ms at every call of the store. `npm run soak -- 5000` does more.
 */
import './lib/node-version.mjs';
import { join } from 'node:path';
import { install } from './lib/install.mjs';
import { run } from './lib/run.mjs';
import { root } from './lib/workspace.mjs';

const [rounds = '1000'] = process.argv.slice(2);

await install();
for (const grant of ['authorization-code', 'refresh']) {
  const code = await run(
    'vitest',
    ['run', 'src/races.test.ts', '-t', 'parallel', '--reporter=verbose'],
    { cwd: join(root, 'packages/grants', grant), env: { ROUNDS: rounds } },
  );
  if (code !== 0) process.exitCode = code;
}
