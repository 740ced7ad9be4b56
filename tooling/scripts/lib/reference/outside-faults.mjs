import ts from 'typescript';
import { lineOf, walk } from '../ast.mjs';

/** A reason or a type of event: `redirect_uri.mismatch`. */
const dotted = /^[a-z_]+\.[a-z_]+$/;
const prefixOf = (name) => name.split('.')[0];

/** The names that packages declare: types of events, reasons, and the words before their dots. */
export function declaredNames(packages) {
  const namesOf = (member) => packages.flatMap((one) => one[member].map(({ name }) => name));
  const types = new Set(namesOf('eventTypes'));
  const reasons = packages
    .flatMap(({ catalogues }) => catalogues.flatMap(({ entries }) => entries))
    .map(({ reason }) => reason)
    .concat(namesOf('eventReasons'));
  const patterns = reasons.map((name) => name.replace('.', String.raw`\.`));
  const reason = new RegExp(`^(?:${patterns.join('|').replace(/\{\w+\}/g, '[a-z_]+')})$`);
  return {
    isType: (name) => types.has(name),
    isDeclared: (name) => types.has(name) || reason.test(name),
    prefixes: new Set([...types, ...reasons].map(prefixOf)),
  };
}

const isMember = (node, name) => ts.isPropertyAssignment(node) && node.name.getText() === name;
const isEmit = (node) => ts.isCallExpression(node) && /(^|\.)emit$/.test(node.expression.getText());

/** Whether a text is the type in `emit('token.issued', …)` or `emit({ type: 'token.issued' })`. */
const isEmitted = ({ parent }) =>
  isEmit(parent) || (isMember(parent, 'type') && isEmit(parent.parent.parent));

/** A text that is undocumented, though it stands where a reason or a type of event stands. */
function textFault(node, names, isServer) {
  if (!ts.isStringLiteralLike(node) || !dotted.test(node.text)) return undefined;
  const { text } = node;
  if (isEmitted(node) && !names.isType(text))
    return `the event "${text}" is emitted and undeclared, add it to OAuthEventTypes with a comment`;
  // In the runnable server a text of this form is an event or a reason, wherever it stands.
  const isName = isServer || isMember(node.parent, 'reason') || names.prefixes.has(prefixOf(text));
  return isName && !names.isDeclared(text)
    ? `"${text}" is in no catalogue, add it to defineReasons or EventReasons of src/reasons.ts`
    : undefined;
}

const errorFault = (node) =>
  ts.isNewExpression(node) && node.expression.getText() === 'OAuthError'
    ? 'an OAuthError is made outside of a catalogue, make it by defineReasons in src/reasons.ts'
    : undefined;

const isCatalogue = (file) => /\/reasons\.ts$/.test(file.fileName);

/** Reasons, errors and events in a source file of a package that are documented nowhere. */
export function outsideFaults(file, { path }, names) {
  const isServer = path === 'apps/server';
  if (isCatalogue(file) || (!isServer && !path.startsWith('packages/'))) return [];
  const faults = [];
  walk(file, (node) => {
    const text = textFault(node, names, isServer) ?? (isServer ? undefined : errorFault(node));
    if (text) faults.push({ path: file.fileName, line: lineOf(node), kind: 'undocumented', text });
  });
  return faults;
}
