/** Entry of `npm run bench`. */
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { toMarkdown } from './report/markdown.js';
import { writeResult } from './report/write.js';
import { run } from './run.js';
import { parseSettings, usage, type Settings } from './settings.js';

const shown = fileURLToPath(new URL('../results', import.meta.url));

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text} …`);
}

async function bench(settings: Settings): Promise<void> {
  const result = await run(settings, progress);
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  console.log(toMarkdown(result));
  const folder = settings.out ?? (settings.full ? shown : undefined);
  if (folder !== undefined) await writeResult(folder, result);
}

// An orderly exit ends the processes that were started, and deletes what was written for them.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(128 + constants.signals[signal]));

try {
  const settings = parseSettings(process.argv.slice(2));
  if (settings === undefined) console.log(usage);
  else await bench(settings);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
