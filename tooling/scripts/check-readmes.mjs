/**
 * Holds every marked code block of a README to the compiled file it comes from; `--write` updates
 * the READMEs. See CONTRIBUTING.md for the marks.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { markedExamples, withCurrentExamples } from './lib/examples.mjs';
import { root, workspacePackages } from './lib/workspace.mjs';

const readmes = [root, ...workspacePackages().map(({ dir }) => dir)]
  .map((dir) => join(dir, 'README.md'))
  .filter((file) => existsSync(file));

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
