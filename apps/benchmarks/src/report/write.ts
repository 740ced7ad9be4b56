import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toMarkdown } from './markdown.js';
import type { Result } from './result.js';

/** Writes `latest.md` and `latest.json`. */
export async function writeResult(folder: string, result: Result): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'latest.md'), toMarkdown(result));
  await writeFile(join(folder, 'latest.json'), `${JSON.stringify(result, null, 2)}\n`);
}
