/**
 * `npm start -- [--config FILE] [--port N]`: installs, builds what the server needs, and runs it in
 * the foreground. Ctrl-C reaches the server, which drains; its exit code is ours.
 */
import './lib/node-version.mjs';
import { join } from 'node:path';
import { buildQuietly, install } from './lib/install.mjs';
import { run } from './lib/run.mjs';
import { root } from './lib/workspace.mjs';

const args = process.argv.slice(2);
if (args[0] === '--') args.shift();

await install();
await buildQuietly('@oauth/app-server');
process.exitCode = await run(process.execPath, [join(root, 'apps/server/dist/main.js'), ...args], {
  // Relative paths are relative to where npm was called.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  apart: true,
});
