import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './workspace.mjs';

const skipped = new Set(['node_modules', 'dist', '.reports', '.turbo']);

function* testFilesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skipped.has(entry.name)) yield* testFilesBelow(path);
    else if (/\.test(-d)?\.ts$/.test(entry.name)) yield path;
  }
}

/** Text in quotes: the title itself, or the part of one that a table of cases fills in. */
const quoted = /(['"`])(?:\\.|(?!\1).)*\1/g;
const comment = /^\s*(\/\/|\/?\*)/;

/** Rows such as `[E6]` that titles of tests name, each with the first file that does. */
export function rowsInTitles() {
  const found = new Map();
  for (const folder of ['packages', 'apps'])
    for (const file of testFilesBelow(join(root, folder)))
      for (const line of readFileSync(file, 'utf8').split('\n')) {
        if (comment.test(line)) continue;
        for (const [text] of line.matchAll(quoted))
          for (const [, name] of text.matchAll(/\[([A-N]\d{1,2})\]/g))
            if (!found.has(name)) found.set(name, relative(root, file));
      }
  return found;
}
