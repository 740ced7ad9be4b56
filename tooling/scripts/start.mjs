/**
 * `npm start -- [--config FILE] [--port N]`: installs, builds what the server needs, and runs it in
 * the foreground; without a configuration as a demo, with the sample client and the sample API beside
 * it. Ctrl-C reaches the server, which drains; its exit code is ours, and npm's too, since the script
 * in package.json begins with exec: a shell in between would end by the signal instead.
 */
import './lib/node-version.mjs';
import { join } from 'node:path';
import { runDemo } from './lib/demo.mjs';
import { buildQuietly, install } from './lib/install.mjs';
import { run } from './lib/run.mjs';
import { root } from './lib/workspace.mjs';

const args = process.argv.slice(2);
if (args[0] === '--') args.shift();
const isDemo = !process.env.CONFIG && !args.some((arg) => /^(-c|--config)/.test(arg));

const entry = (app) => join(root, 'apps', app, 'dist/main.js');
const options = {
  // Relative paths are relative to where npm was called.
  cwd: process.env.INIT_CWD ?? process.cwd(),
  apart: true,
};

await install();
if (isDemo) {
  await buildQuietly('@oauth/app-server', '@oauth/app-sample-api', '@oauth/app-sample-client');
  const [server, api, client] = ['server', 'sample-api', 'sample-client'].map(entry);
  process.exitCode = await runDemo({ server, api, client }, args, options);
} else {
  await buildQuietly('@oauth/app-server');
  process.exitCode = await run(process.execPath, [entry('server'), ...args], options);
}
