import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspace.mjs';

const skipped = new Set(['node_modules', 'dist', 'coverage']);

/** Every file below a folder that is neither installed nor built, nor in a hidden folder. */
function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) yield path;
    else if (!skipped.has(entry.name) && !entry.name.startsWith('.')) yield* filesBelow(path);
  }
}

/** TypeScript of the workspace, without declaration files. */
export const typescriptFiles = () =>
  ['packages', 'apps', 'tooling']
    .flatMap((folder) => [...filesBelow(join(root, folder))])
    .filter((path) => /(?<!\.d)\.ts$/.test(path));
