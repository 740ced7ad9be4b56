import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { markedExamples, pasteFaults, withCurrentExamples } from './examples.mjs';
import { publicPackages, root, workspacePackages } from './workspace.mjs';

/** The READMEs of the root and of every package, and the pages in docs. */
function pagesWithExamples() {
  const readmes = [root, ...workspacePackages().map(({ dir }) => dir)]
    .map((dir) => join(dir, 'README.md'))
    .filter((file) => existsSync(file));
  const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  return [...readmes, ...pages.map((name) => join(root, 'docs', name))];
}

/** Puts the current text of the compiled examples into every page that shows one. */
export function writeReadmes() {
  for (const path of pagesWithExamples()) {
    const current = withCurrentExamples(path);
    if (current === readFileSync(path, 'utf8')) continue;
    writeFileSync(path, current);
    console.log(`updated ${relative(root, path)}`);
  }
}

const exampleFaults = (path) =>
  markedExamples(path)
    .filter(({ code, text }) => code !== text)
    .map((example) => ({
      path,
      line: example.line,
      kind: 'example',
      text: example.fault ?? `differs from ${example.path}: run \`npm run readmes -- --write\``,
    }));

const firstExampleFaults = (path) =>
  pasteFaults(path).map((text) => ({ path, kind: 'first example', text }));

/** Examples that differ from their file, and first examples that do not work where pasted. */
export const readmeFaults = () => [
  ...pagesWithExamples().flatMap(exampleFaults),
  ...publicPackages().flatMap(({ dir }) => firstExampleFaults(join(dir, 'README.md'))),
];
