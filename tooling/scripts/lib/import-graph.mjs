import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';
import { lineOf, walk } from './ast.mjs';

const isTypeOnly = (bindings) =>
  bindings !== undefined &&
  ts.isNamedImports(bindings) &&
  bindings.elements.length > 0 &&
  bindings.elements.every((element) => element.isTypeOnly);

/** The module that a node brings in, and whether nothing of it is left when types are erased. */
function importOf(node) {
  if (ts.isImportDeclaration(node)) {
    const { importClause: clause } = node;
    const typeOnly = clause?.isTypeOnly || (!clause?.name && isTypeOnly(clause?.namedBindings));
    return { specifier: node.moduleSpecifier, typeOnly: Boolean(typeOnly) };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier)
    return { specifier: node.moduleSpecifier, typeOnly: node.isTypeOnly };
  if (ts.isImportTypeNode(node)) return { specifier: node.argument.literal, typeOnly: true };
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return { specifier: node.arguments[0], typeOnly: false };
  return undefined;
}

/** The file of the same package that a specifier names; `#crypto` is left to the runtime. */
function resolved(path, specifier) {
  if (!specifier || !ts.isStringLiteralLike(specifier)) return undefined;
  if (!specifier.text.startsWith('.')) return undefined;
  const target = resolve(dirname(path), specifier.text.replace(/\.js$/, '.ts'));
  return existsSync(target) ? target : undefined;
}

/** Every import of another file of the package, type imports included, each with its line. */
export function importsIn(path, file) {
  const found = [];
  walk(file, (node) => {
    const imported = importOf(node);
    const target = imported && resolved(path, imported.specifier);
    if (target) found.push({ path, target, typeOnly: imported.typeOnly, line: lineOf(node) });
  });
  return found;
}
