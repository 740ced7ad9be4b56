/** `npm run bench`: builds, then measures; arguments go to the benchmark. */
import './lib/node-version.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildQuietly, install } from './lib/install.mjs';
import { buildBenchmarks, commitOf } from './lib/revision.mjs';
import { run } from './lib/run.mjs';
import { root } from './lib/workspace.mjs';

const args = process.argv.slice(2);
const dist = join(root, 'apps/benchmarks/dist');

/** The revision to compare with, once all other arguments are known to be right. */
async function otherRevision() {
  const { parseSettings } = await import(pathToFileURL(join(dist, 'settings.js')).href);
  return parseSettings(args)?.against;
}

async function bench() {
  await install();
  await buildQuietly('@oauth/app-benchmarks');
  const revision = await otherRevision();
  const built =
    revision === undefined ? [] : ['--built', await buildBenchmarks(commitOf(revision))];
  process.exitCode = await run(process.execPath, [join(dist, 'main.js'), ...args, ...built]);
}

try {
  await bench();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
