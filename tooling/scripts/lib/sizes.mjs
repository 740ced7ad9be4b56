import ts from 'typescript';
import { lineAt, lineOf } from './ast.mjs';
import { functionsIn } from './functions.mjs';

const maxFileLines = 300;
const maxMedian = 80;
const maxFunctionLines = 40;

const linesIn = (node) => lineAt(node.getSourceFile(), node.getEnd()) - lineOf(node) + 1;
const isLiteral = (node) => ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node);

/** Lines of the literals below a node, without those of the functions in them. */
function literalLines(node, inLiteral = false) {
  if (inLiteral && ts.isFunctionLike(node)) return linesIn(node) > 1 ? -linesIn(node) : 0;
  const opens = !inLiteral && isLiteral(node);
  let lines = opens ? linesIn(node) : 0;
  ts.forEachChild(node, (child) => {
    lines += literalLines(child, inLiteral || opens);
  });
  return lines;
}

/** A function that is mostly entries of a literal is read like a table, not like code. */
const isTable = ({ node, lines }) => literalLines(node) > lines / 2;

const isText = (node) => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);

/** In a shared suite, as in a test file, a case with a title is read by itself. */
const isCase = (node) =>
  ts.isFunctionLike(node) &&
  ts.isCallExpression(node.parent) &&
  isText(node.parent.arguments[0] ?? node) &&
  /-suite[/\\]/.test(node.getSourceFile().fileName);

function caseLines(node) {
  let lines = 0;
  ts.forEachChild(node, (child) => {
    lines += isCase(child) ? linesIn(child) : caseLines(child);
  });
  return lines;
}

const isLong = ({ node, lines }) => lines - caseLines(node) > maxFunctionLines;

export const fileLines = (file) => file.text.replace(/\n$/, '').split('\n').length;

const fileFaults = (file) => {
  const lines = fileLines(file);
  const text = `the file has ${lines} lines, write at most ${maxFileLines}: one concept, one file`;
  return lines > maxFileLines ? [{ line: 1, kind: 'long file', text }] : [];
};

const functionFaults = (file) =>
  functionsIn(file)
    .filter((found) => found.node.body && isLong(found) && !isTable(found))
    .map(({ line, name, lines }) => ({
      line,
      kind: 'long function',
      text: `${name ?? 'a function'} has ${lines} lines, write at most ${maxFunctionLines}: give its steps names`,
    }));

/** A file that is too long, and functions that do not fit a screen. */
export const sizeFaults = (file) => [...fileFaults(file), ...functionFaults(file)];

const at = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/** Median, 90th percentile and maximum of numbers. */
export function spreadOf(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  return { median: at(sorted, 0.5), ninetieth: at(sorted, 0.9), max: sorted.at(-1) };
}

export const medianFaults = ({ median }) =>
  median > maxMedian
    ? [
        {
          path: 'all files',
          kind: 'median',
          text: `the median is ${median} lines, write at most ${maxMedian}: one concept, one file`,
        },
      ]
    : [];
