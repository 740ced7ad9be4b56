/** `npm run bench:stores`, `scaling`, `purge-under-load`: builds, then measures; arguments go along. */
import './lib/node-version.mjs';
import { join } from 'node:path';
import { buildQuietly, install } from './lib/install.mjs';
import { run } from './lib/run.mjs';
import { root } from './lib/workspace.mjs';

const [name, ...args] = process.argv.slice(2);

await install();
await buildQuietly('@oauth/app-store-benchmarks');
const main = join(root, `apps/store-benchmarks/dist/${name}.js`);
// A million grants in memory take more than Node gives itself on a small machine.
process.exitCode = await run(process.execPath, ['--max-old-space-size=6000', main, ...args]);
