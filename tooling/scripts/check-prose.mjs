/**
 * `npm run prose [-- PATH...]`: holds names, comments, documents, titles of tests and subjects of
 * commits to the rules of CONTRIBUTING.md that a script can hold. Paths limit it to some files.
 */
import { readFileSync } from 'node:fs';
import { parse } from './lib/ast.mjs';
import { subjectFaults } from './lib/commit-subjects.mjs';
import { isAmong, pathArguments, reportFaults } from './lib/faults.mjs';
import { crowdedFunctions } from './lib/functions.mjs';
import { nestedAndThen } from './lib/nested-and-then.mjs';
import { proseOfComments, proseOfMarkdown } from './lib/prose-text.mjs';
import { wordFaults } from './lib/prose-words.mjs';
import { retiredNames, retiredWords } from './lib/retired-words.mjs';
import { codeFiles, documents, isSource } from './lib/source-files.mjs';
import { titleFaults } from './lib/title-faults.mjs';

const retired = retiredWords();

function faultsOfCode(path) {
  const file = parse(path);
  return [
    ...wordFaults(proseOfComments(file)),
    ...titleFaults(file),
    ...crowdedFunctions(file),
    ...nestedAndThen(file),
    ...(isSource(path) ? retiredNames(file, retired) : []),
  ];
}

const faultsOfDocument = (path) => wordFaults(proseOfMarkdown(readFileSync(path, 'utf8')));

const faultsOf = (files, find) =>
  files.flatMap((path) =>
    find(path)
      .map((fault) => ({ path, ...fault }))
      .sort((one, other) => one.line - other.line),
  );

const paths = pathArguments();
const among = isAmong(paths);
reportFaults([
  ...faultsOf(codeFiles().filter(among), faultsOfCode),
  ...faultsOf(documents().filter(among), faultsOfDocument),
  ...(paths.length === 0 ? subjectFaults() : []),
]);
