/** Entry of `npm run bench`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compare } from './compare/compare.js';
import { comparisonPage } from './compare/page.js';
import { toMarkdown } from './report/markdown.js';
import { writeResult } from './report/write.js';
import { run } from './run.js';
import { parseSettings, usage, type Settings } from './settings.js';

const shown = fileURLToPath(new URL('../results', import.meta.url));

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text} …`);
}

function show(page: string): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  console.log(page);
}

async function bench(settings: Settings): Promise<void> {
  const result = await run(settings, progress);
  show(toMarkdown(result));
  const folder = settings.out ?? (settings.full ? shown : undefined);
  if (folder !== undefined) await writeResult(folder, result);
}

async function benchAgainst(revision: string, settings: Settings): Promise<void> {
  const page = comparisonPage(await compare(settings, revision, progress));
  show(page);
  if (settings.out === undefined) return;
  await mkdir(settings.out, { recursive: true });
  await writeFile(join(settings.out, 'against.md'), page);
}

async function start(): Promise<void> {
  const settings = parseSettings(process.argv.slice(2));
  if (settings === undefined) console.log(usage);
  else if (settings.against === undefined) await bench(settings);
  else await benchAgainst(settings.against, settings);
}

// An orderly exit ends the processes that were started, and deletes what was written for them.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(128 + constants.signals[signal]));

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
