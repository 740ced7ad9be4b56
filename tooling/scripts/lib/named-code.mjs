import ts from 'typescript';
import { walk } from './ast.mjs';
import { docCommentOf } from './doc-comments.mjs';
import { functionsIn } from './functions.mjs';

const onOneLine = (text) => text.replace(/\s+/g, ' ').trim();

/** Whether a function has a body and a name of its own: not a callback, not a constructor. */
const isNamed = ({ node, name }) =>
  node.body !== undefined && name !== undefined && /^\w+$/.test(name) && name !== 'constructor';

/** What a function takes and returns, as its text says; a typed variable says it for it. */
function signatureOf({ node, name, parameters }) {
  const typed = ts.isVariableDeclaration(node.parent) ? node.parent.type : undefined;
  if (typed) return onOneLine(`${name}: ${typed.getText()}`);
  const textOf = (nodes) => nodes.map((one) => one.getText()).join(', ');
  const generic = node.typeParameters ? `<${textOf(node.typeParameters)}>` : '';
  const returned = node.type ? `: ${node.type.getText()}` : '';
  return onOneLine(`${name}${generic}(${textOf(parameters)})${returned}`);
}

/** Signatures of the named functions of a file, without their bodies. */
export const signaturesIn = (file) => functionsIn(file).filter(isNamed).map(signatureOf);

const ownerOf = ({ parent }) =>
  ts.isInterfaceDeclaration(parent) || ts.isClassDeclaration(parent) ? `${parent.name?.text}.` : '';

/** What a doc comment stands on: a declaration, or a member with its owner. */
function nameOf(node) {
  if (node.name) return ownerOf(node) + node.name.getText();
  if (ts.isVariableStatement(node)) return node.declarationList.declarations[0].name.getText();
  return undefined;
}

/** Doc comments of a file, each with the name it stands on. */
export function docCommentsIn(file) {
  const found = [];
  walk(file, (node) => {
    const text = docCommentOf(node);
    const name = text && nameOf(node);
    if (name) found.push({ name, text });
  });
  return found;
}
