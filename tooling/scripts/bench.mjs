/** `npm run bench`: builds, then measures; arguments go to the benchmark. */
import './lib/node-version.mjs';
import { join } from 'node:path';
import { buildQuietly, install } from './lib/install.mjs';
import { run } from './lib/run.mjs';
import { root } from './lib/workspace.mjs';

await install();
await buildQuietly('@oauth/app-benchmarks');
const main = join(root, 'apps/benchmarks/dist/main.js');
process.exitCode = await run(process.execPath, [main, ...process.argv.slice(2)]);
