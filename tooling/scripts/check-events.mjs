// Every event and reason that packages and the runnable server give is in docs/events.md, so that
// operators can look it up.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const documented = readFileSync(path.join(root, 'docs/events.md'), 'utf8');

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'dist', 'test', 'testing-support'].includes(entry.name)) continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(file);
    else if (file.includes('/src/') && /(?<!\.test|\.test-d)\.ts$/.test(entry.name)) yield file;
  }
}

const given =
  /(?:reason: |emit\(\s*|tell\(server, |(?:refused|failed|invalid|malformed)\((?:'[a-z_]+', ?)?)'([a-z_]+\.[a-z_]+)'/g;
/** In the runnable server a text of this form is an event or a reason, wherever it stands. */
const anyDotted = /'([a-z_]+\.[a-z_]+)'/g;
const missing = new Set();

function check(folder, pattern) {
  for (const file of sources(path.join(root, folder)))
    for (const [, name] of readFileSync(file, 'utf8').matchAll(pattern))
      if (!documented.includes(`\`${name}\``))
        missing.add(`${name} (${path.relative(root, file)})`);
}

check('packages', given);
check('apps/server', anyDotted);
if (missing.size > 0) {
  console.error(`docs/events.md does not say what these mean:\n  ${[...missing].join('\n  ')}`);
  process.exitCode = 1;
}
