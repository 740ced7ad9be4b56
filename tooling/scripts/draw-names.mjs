/**
 * `npm run names [-- --comments] [-- --seed N]`: draws 60 functions, or 28 doc comments, at random
 * from the source of packages and apps, for a reader who guesses what they mean. The seed that is
 * printed draws the same ones again.
 */
import { randomInt } from 'node:crypto';
import { dirname, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from './lib/ast.mjs';
import { docCommentsIn, signaturesIn } from './lib/named-code.mjs';
import { drawItems, seededRandom } from './lib/random.mjs';
import { sourceFiles } from './lib/source-files.mjs';
import { root } from './lib/workspace.mjs';

const { values } = parseArgs({
  options: { comments: { type: 'boolean', default: false }, seed: { type: 'string' } },
});
const seed = Number(values.seed ?? randomInt(2 ** 31));
if (!Number.isSafeInteger(seed)) throw new Error(`--seed ${values.seed} is no whole number`);

const folderOf = (path) => relative(root, dirname(path));

const found = sourceFiles()
  .filter((path) => /^(packages|apps)\b/.test(relative(root, path)))
  .sort()
  .flatMap((path) => {
    const read = values.comments ? docCommentsIn : signaturesIn;
    return read(parse(path)).map((item) => ({ folder: folderOf(path), item }));
  });

const lines = values.comments
  ? ({ folder, item: { name, text } }) => `${name}  (${folder})\n${text.replace(/^/gm, '  ')}\n`
  : ({ folder, item }) => `${item}\n  ${folder}`;

console.log(`seed ${seed}\n`);
const count = values.comments ? 28 : 60;
for (const one of drawItems(found, count, seededRandom(seed))) console.log(lines(one));
