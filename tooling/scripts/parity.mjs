/**
 * Counts the rows of docs/oauthlib.md that have a test, `// [E6]` in a comment above it, and fails
 * when one is missing that has to be there.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rowsOf } from './lib/parity-rows.mjs';
import { rowsOfTests } from './lib/test-marks.mjs';
import { root } from './lib/workspace.mjs';

/** How many rows each section has. J and K are to come; G lists hooks, which other rows test. */
const sizes = { A: 11, B: 5, C: 24, D: 10, E: 20, F: 9, G: 41, H: 9, I: 14, L: 3, M: 28, N: 3 };
const words = ['same', 'better', 'later', 'skip'];

const document = readFileSync(join(root, 'docs', 'oauthlib.md'), 'utf8');
const rows = new Map(rowsOf(document).map(({ name, done }) => [name, done]));
const tests = rowsOfTests();
const faults = [];
let tested = 0;
let due = 0;

for (const [section, size] of Object.entries(sizes)) {
  const names = Array.from({ length: size }, (_, index) => `${section}${index + 1}`);
  for (const name of names) if (!rows.has(name)) faults.push(`docs/oauthlib.md has no row ${name}`);
  if (section === 'G') continue;

  const all = names.filter((name) => ['same', 'better'].includes(rows.get(name)));
  const missing = all.filter((name) => !tests.has(name));
  faults.push(...missing.map((name) => `no test has // [${name}] above it`));
  tested += all.length - missing.length;
  due += all.length;
  const aside = ['later', 'skip'].map((word) => [word, names.filter((n) => rows.get(n) === word)]);
  const notes = aside.filter(([, some]) => some.length > 0).map((note) => note.join(': '));
  console.log([`${section}  ${all.length - missing.length} of ${all.length}`, ...notes].join('  '));

  for (const name of names)
    if (rows.has(name) && !words.includes(rows.get(name)))
      faults.push(`row ${name} of docs/oauthlib.md does not say ${words.join(', ')}`);
}

for (const [name, file] of tests)
  if (!rows.has(name) && !/^[JK]/.test(name))
    faults.push(`${file} names a row ${name}: there is none`);

console.log(`${tested} of ${due} rows have a test`);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
