import ts from 'typescript';
import { lineOf, walk } from '../ast.mjs';
import { docCommentOf } from '../doc-comments.mjs';
import { constantsIn, literalOf, membersOf } from './literals.mjs';

const texts = ['error', 'description', 'hint', 'status'];

/** One entry of a catalogue; a text that is no literal is left out. */
function entryOf(property, constants) {
  const members = membersOf(property.initializer ?? property.name, constants) ?? new Map();
  const entry = { reason: property.name.text, meaning: docCommentOf(property) };
  for (const name of texts) {
    const value = members.get(name);
    if (value) entry[name] = literalOf(value, constants);
  }
  const unreadable = texts.filter((name) => members.has(name) && entry[name] === undefined);
  return { ...entry, line: lineOf(property), unreadable };
}

const isCatalogue = (node) =>
  ts.isCallExpression(node) &&
  node.expression.getText() === 'defineReasons' &&
  node.arguments.length === 1;

/** The comment above `export const tokenError = defineReasons({…})`. */
function introductionOf(call) {
  let node = call;
  while (node && !ts.isVariableStatement(node)) node = node.parent;
  return node && docCommentOf(node);
}

/** Every `defineReasons({…})` of a file: what stands above it, and its entries in order. */
export function cataloguesIn(file) {
  const constants = constantsIn(file);
  const found = [];
  walk(file, (node) => {
    if (!isCatalogue(node)) return;
    const [catalogue] = node.arguments;
    const properties = catalogue.properties?.filter((property) => property.name) ?? [];
    found.push({
      introduction: introductionOf(node),
      line: lineOf(node),
      entries: properties.map((property) => entryOf(property, constants)),
    });
  });
  return found;
}
