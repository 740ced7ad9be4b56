import { join } from 'node:path';
import ts from 'typescript';
import { parse, walk } from '../ast.mjs';
import { root } from '../workspace.mjs';
import { constantsIn, literalOf } from './literals.mjs';

const contract = (name) => parse(join(root, 'packages/core/src/contract', name));

/** The HTTP status of each error code that has another one than 400. */
export function statusesByCode() {
  const file = contract('errors.ts');
  const constants = constantsIn(file);
  const pairs = constants.get('statuses').arguments[0].elements;
  return new Map(pairs.map(({ elements }) => elements.map((one) => literalOf(one, constants))));
}

/** The text of interfaces as core's source has them, comments included. */
export function eventInterfaces(...names) {
  const file = contract('events.ts');
  const found = [];
  walk(file, (node) => {
    if (ts.isInterfaceDeclaration(node) && names.includes(node.name.text))
      found.push(file.text.slice(node.jsDoc?.[0].getStart() ?? node.getStart(), node.getEnd()));
  });
  return found.join('\n\n').replace(/^export /gm, '');
}
