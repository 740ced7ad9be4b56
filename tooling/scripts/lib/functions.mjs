import ts from 'typescript';
import { lineAt, lineOf, walk } from './ast.mjs';

/** The name that a function is known by where it stands, or undefined. */
function nameOf(node) {
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  if (node.name) return node.name.getText();
  let { parent } = node;
  while (ts.isParenthesizedExpression(parent) || ts.isSatisfiesExpression(parent))
    parent = parent.parent;
  const named = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent);
  return named ? parent.name.getText() : undefined;
}

const withoutThis = (parameters) => parameters.filter(({ name }) => name.getText() !== 'this');

/** Every function of a file, and every signature of one, in the order of the text. */
export function functionsIn(file) {
  const found = [];
  walk(file, (node) => {
    if (!ts.isFunctionLike(node) || ts.isJSDocSignature(node)) return;
    const line = lineOf(node);
    found.push({
      node,
      line,
      name: nameOf(node),
      parameters: withoutThis(node.parameters),
      lines: lineAt(file, node.getEnd()) - line + 1,
    });
  });
  return found;
}

const maxParameters = 4;

/** Functions that take more than a reader keeps in mind at a call. */
export const crowdedFunctions = (file) =>
  functionsIn(file)
    .filter(({ parameters }) => parameters.length > maxParameters)
    .map(({ line, name, parameters }) => ({
      line,
      kind: 'parameters',
      text: `${name ?? 'a function'} has ${parameters.length} parameters, write at most ${maxParameters}: group them in an object`,
    }));
