import ts from 'typescript';
import { lineOf, rootOfCall, walk } from './ast.mjs';

const mark = /(?<=^|[\s(,])(?:\[[A-N]\d{1,2}\]|#[1-9]\d{0,2}(?![\w;]))/;
const minWords = 3;

/** The text of a literal; what a template fills in counts as one word. */
function textOf(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.templateSpans.reduce(
    (text, { literal }) => `${text}…${literal.text}`,
    node.head.text,
  );
}

const wordsIn = (title) => title.split(/\s+/).filter((word) => /[\p{L}\p{N}%$…]/u.test(word));

/** The title of a test: the first argument of `it(…)`, `test.skip(…)`, `it.each(rows)(…)`. */
function titleOf(call) {
  if (!['it', 'test'].includes(rootOfCall(call))) return undefined;
  const [title] = call.arguments;
  const isTable = ts.isCallExpression(call.parent) && call.parent.expression === call;
  return title && !isTable ? textOf(title) : undefined;
}

function faultOf(node) {
  const text = textOf(node);
  if (text !== undefined && mark.test(text))
    return {
      kind: 'case mark',
      text: `"${text}" has a case mark in it, write it in a comment above: // ${mark.exec(text)[0]}`,
    };
  const title = ts.isCallExpression(node) ? titleOf(node) : undefined;
  if (title !== undefined && wordsIn(title).length < minWords)
    return {
      kind: 'short title',
      text: `the title "${title}" has fewer than ${minWords} words, write what a user loses if the test fails`,
    };
  return undefined;
}

/** Titles of tests that say too little, and case marks in texts instead of comments. */
export function titleFaults(file) {
  const faults = [];
  walk(file, (node) => {
    const fault = faultOf(node);
    if (fault) faults.push({ line: lineOf(node), ...fault });
  });
  return faults;
}
