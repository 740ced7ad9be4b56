/** `npm run rotation`: builds, then rotates signing keys under load; arguments go to the run. */
import './lib/node-version.mjs';
import { join } from 'node:path';
import { buildQuietly, install } from './lib/install.mjs';
import { run } from './lib/run.mjs';
import { root } from './lib/workspace.mjs';

await install();
await buildQuietly('@oauth/app-interop');
const main = join(root, 'apps/interop/dist/rotation.js');
process.exitCode = await run(process.execPath, [main, ...process.argv.slice(2)]);
