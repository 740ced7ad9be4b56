/**
 * Holds every marked code block of a README, and of a page in docs, to the compiled file it comes
 * from; `--write` updates them. The first example of a package has to work where it is pasted. See
 * CONTRIBUTING.md for the marks.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { markedExamples, pasteFaults, withCurrentExamples } from './lib/examples.mjs';
import { publicPackages, root, workspacePackages } from './lib/workspace.mjs';

const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
const readmes = [root, ...workspacePackages().map(({ dir }) => dir)]
  .map((dir) => join(dir, 'README.md'))
  .filter((file) => existsSync(file))
  .concat(pages.map((name) => join(root, 'docs', name)));

if (process.argv.includes('--write')) {
  for (const readme of readmes) {
    const current = withCurrentExamples(readme);
    if (current === readFileSync(readme, 'utf8')) continue;
    writeFileSync(readme, current);
    console.log(`updated ${relative(root, readme)}`);
  }
}

for (const readme of readmes) {
  for (const { line, path, code, text, fault } of markedExamples(readme)) {
    if (code === text) continue;
    const why = fault ?? `differs from ${path}: run \`npm run readmes -- --write\``;
    console.error(`${relative(root, readme)}:${line}: ${why}`);
    process.exitCode = 1;
  }
}

for (const { dir } of publicPackages()) {
  const readme = join(dir, 'README.md');
  for (const fault of pasteFaults(readme)) {
    console.error(`${relative(root, readme)}: ${fault}`);
    process.exitCode = 1;
  }
}
