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
