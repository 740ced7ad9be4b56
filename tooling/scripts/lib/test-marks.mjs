import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import ts from 'typescript';
import { parse, walk } from './ast.mjs';
import { typescriptFiles } from './source-files.mjs';
import { root } from './workspace.mjs';

/** A comment of nothing but marks: a row of docs/oauthlib.md, or the number of a case. */
const marked = /^\/\/( (\[[A-N]\d{1,2}\]|#\d{1,3}))+$/;

/** Marks stand above a test, a group of tests, or a row of a table of cases. */
const canHaveMarks = (node) =>
  ts.isExpressionStatement(node) || ts.isArrayLiteralExpression(node.parent ?? node);

function marksAbove(node, text) {
  const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  return comments
    .map(({ pos, end }) => text.slice(pos, end))
    .filter((comment) => marked.test(comment))
    .flatMap((comment) => comment.split(' ').slice(1));
}

/** The marks above tests, such as `[E6]` and `#104`, each with the files that have it. */
function marksOfTests() {
  const found = new Map();
  for (const path of typescriptFiles()) {
    const text = readFileSync(path, 'utf8');
    if (!/^\s*\/\/ [[#]/m.test(text)) continue;
    walk(parse(path, text), (node) => {
      if (!canHaveMarks(node)) return;
      for (const mark of marksAbove(node, text))
        found.set(mark, (found.get(mark) ?? new Set()).add(relative(root, path)));
    });
  }
  return found;
}

/** Rows such as `E6` that have a test, each with the first file that has one. */
export function rowsOfTests() {
  const rows = [...marksOfTests()].filter(([mark]) => mark.startsWith('['));
  return new Map(rows.map(([mark, [file]]) => [mark.slice(1, -1), file]));
}

/** Numbers of cases that have a test, in order, each with its files. */
export function casesOfTests() {
  const cases = [...marksOfTests()].filter(([mark]) => mark.startsWith('#'));
  return cases
    .map(([mark, files]) => ({ number: Number(mark.slice(1)), files: [...files] }))
    .sort((one, other) => one.number - other.number);
}
