import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from './workspace.mjs';

const skipped = new Set(['node_modules', 'dist', 'coverage']);
const folders = ['packages', 'apps', 'tooling'].map((folder) => join(root, folder));

/** Every file below a folder that is neither installed nor built, nor in a hidden folder. */
function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) yield path;
    else if (!skipped.has(entry.name) && !entry.name.startsWith('.')) yield* filesBelow(path);
  }
}

function* filesIn(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isFile()) yield join(folder, entry.name);
}

const allFiles = () => [
  ...folders.flatMap((folder) => [...filesBelow(folder)]),
  ...filesIn(root),
  ...filesBelow(join(root, 'docs')),
  ...filesIn(join(root, '.changeset')),
];

const isTypescript = (path) => /(?<!\.d)\.ts$/.test(path);

const isTest = (path) =>
  /\.test(-d)?\.ts$/.test(path) || /[/\\](test|testing-support|examples)[/\\]/.test(path);

/** TypeScript that is published or run: neither tests nor what helps them. */
export const isSource = (path) =>
  isTypescript(path) && !isTest(path) && relative(root, path).split(sep).includes('src');

/** TypeScript of the workspace, without declaration files. */
export const typescriptFiles = () =>
  folders.flatMap((folder) => [...filesBelow(folder)]).filter(isTypescript);

export const sourceFiles = () => typescriptFiles().filter(isSource);

/** TypeScript and JavaScript, declaration files included. */
export const codeFiles = () => allFiles().filter((path) => /\.m?ts$|\.[cm]?js$/.test(path));

/** What people read: READMEs, the documents of the root and of docs, and changesets. */
export const documents = () =>
  allFiles().filter((path) => {
    const [folder, ...rest] = relative(root, path).split(sep);
    if (!path.endsWith('.md') || path.endsWith('CHANGELOG.md')) return false;
    return rest.length === 0 || ['docs', '.changeset'].includes(folder) || /README\.md$/.test(path);
  });
