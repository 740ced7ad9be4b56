import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** The syntax tree of a file, each node with its parent. */
export const parse = (path, text = readFileSync(path, 'utf8')) =>
  ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

/** Calls `visit` with a node and all below it, from the top down. */
export function walk(node, visit) {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** The line that a node begins on, counted from 1. */
export const lineOf = (node) => lineAt(node.getSourceFile(), node.getStart());

/** The line of a position, counted from 1. */
export const lineAt = (file, position) => file.getLineAndCharacterOfPosition(position).line + 1;

/** What `name(…)` calls, however it is chained: `it` in `it.each(rows)(title, run)`. */
export function rootOfCall(call) {
  let { expression } = call;
  for (;;) {
    if (ts.isCallExpression(expression) || ts.isPropertyAccessExpression(expression))
      expression = expression.expression;
    else if (ts.isTaggedTemplateExpression(expression)) expression = expression.tag;
    else return ts.isIdentifier(expression) ? expression.text : undefined;
  }
}
