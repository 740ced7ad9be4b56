import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { lineOf, walk } from './ast.mjs';
import { root } from './workspace.mjs';

const namesOnly = /^`[^`]+`(, `[^`]+`)*$/;
const quoted = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name);

/**
 * The rows below the heading `| Retired | Write |`: each retired name with what replaced it. A name
 * with `()` after it is retired for functions only.
 */
export function retiredWordsOf(glossary) {
  const [, table = ''] = glossary.split(/^\| *Retired *\| *Write *\|.*\n/m);
  const rows = [];
  for (const line of table.split('\n')) {
    if (!line.startsWith('|')) break;
    const [, retired, write] = line.split('|');
    const [old, fresh] = [quoted(retired), quoted(write)];
    const pairs = old.length === fresh.length && namesOnly.test(write.trim());
    const instead = (index) => (pairs ? `\`${fresh[index]}\`` : write.trim());
    rows.push(...old.map((name, index) => [name, instead(index)]));
  }
  return new Map(rows);
}

export function retiredWords() {
  const path = join(root, 'docs', 'glossary.md');
  return existsSync(path) ? retiredWordsOf(readFileSync(path, 'utf8')) : new Map();
}

/** Where a name is declared and not only used: an import takes what another file declares. */
const declares = (node) =>
  ts.isFunctionDeclaration(node) ||
  ts.isFunctionExpression(node) ||
  ts.isVariableDeclaration(node) ||
  ts.isBindingElement(node) ||
  ts.isParameter(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isClassDeclaration(node) ||
  ts.isPropertySignature(node) ||
  ts.isPropertyDeclaration(node) ||
  ts.isPropertyAssignment(node) ||
  ts.isMethodSignature(node) ||
  ts.isMethodDeclaration(node);

/** Whether a declaration is of something to call, as far as its own text tells. */
const isFunction = (node) =>
  ts.isFunctionLike(node) ||
  (node.initializer !== undefined && ts.isFunctionLike(node.initializer)) ||
  (node.type !== undefined && ts.isFunctionTypeNode(node.type));

/** Declarations of names that the glossary has retired. */
export function retiredNames(file, words) {
  const faults = [];
  walk(file, (node) => {
    if (!declares(node) || !node.name || !ts.isIdentifier(node.name)) return;
    const name = node.name.text;
    const instead = words.get(name) ?? (isFunction(node) ? words.get(`${name}()`) : undefined);
    if (instead === undefined) return;
    const text = `the name \`${name}\` is retired, write ${instead}`;
    faults.push({ line: lineOf(node.name), kind: 'retired word', text });
  });
  return faults;
}
