import ts from 'typescript';
import { walk } from '../ast.mjs';

/** The constants of a file by name, each with the node of its value. */
export function constantsIn(file) {
  const found = new Map();
  walk(file, (node) => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer)
      found.set(node.name.text, node.initializer);
  });
  return found;
}

/** The node that is left when types are erased and constants of the file are filled in. */
function valueOf(node, constants) {
  if (ts.isIdentifier(node) && constants.has(node.text))
    return valueOf(constants.get(node.text), constants);
  const wraps =
    ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node);
  return wraps ? valueOf(node.expression, constants) : node;
}

const isSum = (node) =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;

/** The text or number that an expression of literals stands for, or undefined. */
export function literalOf(expression, constants) {
  const node = valueOf(expression, constants);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (!isSum(node)) return undefined;
  const sides = [node.left, node.right].map((side) => literalOf(side, constants));
  return sides.includes(undefined) ? undefined : sides[0] + sides[1];
}

/** The members of an object literal by name, spread constants included, or undefined. */
export function membersOf(expression, constants) {
  const node = valueOf(expression, constants);
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const members = new Map();
  for (const property of node.properties) {
    if (ts.isPropertyAssignment(property)) members.set(property.name.text, property.initializer);
    else if (ts.isShorthandPropertyAssignment(property))
      members.set(property.name.text, property.name);
    else if (ts.isSpreadAssignment(property))
      for (const [name, value] of membersOf(property.expression, constants) ?? [])
        members.set(name, value);
  }
  return members;
}
