import ts from 'typescript';
import { lineOf, walk } from './ast.mjs';

/** `after` is the name that `andThen` had. */
const names = ['andThen', 'after'];

const isAndThen = (node) =>
  ts.isCallExpression(node) &&
  ts.isIdentifier(node.expression) &&
  names.includes(node.expression.text);

/** Calls of `andThen` inside an argument of another one. */
export function nestedAndThen(file) {
  const inner = new Set();
  walk(file, (node) => {
    if (!isAndThen(node)) return;
    for (const argument of node.arguments)
      walk(argument, (below) => {
        if (isAndThen(below)) inner.add(below);
      });
  });
  return [...inner].map((node) => ({
    line: lineOf(node),
    kind: 'nested andThen',
    text: `${node.expression.text} is called inside an argument of ${node.expression.text}, write the step as a function of its own`,
  }));
}
