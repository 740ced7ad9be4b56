import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

export const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

const folders = ['packages', 'apps', 'tooling'];
const skipped = new Set(['node_modules', 'dist', 'src', 'examples', '.reports', '.turbo']);

function* packagesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'package.json') yield folder;
    if (entry.isDirectory() && !skipped.has(entry.name))
      yield* packagesBelow(join(folder, entry.name));
  }
}

/** Every package of the workspace: its folder and its manifest. */
export function workspacePackages() {
  return folders
    .flatMap((folder) => [...packagesBelow(join(root, folder))])
    .map((dir) => ({
      dir,
      path: relative(root, dir),
      manifest: readJson(join(dir, 'package.json')),
    }));
}

export const publicPackages = () => workspacePackages().filter(({ manifest }) => !manifest.private);
