/** `turbo` as the other scripts start it: installed, with its package manager on the PATH. */
import './lib/node-version.mjs';
import { install } from './lib/install.mjs';
import { run } from './lib/run.mjs';

await install();
process.exitCode = await run('turbo', process.argv.slice(2));
