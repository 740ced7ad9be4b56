import {
  findNodeAtLocation,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import type { Fault, LocatedFault } from './faults.js';
import type { Path } from './path.js';

/** A parsed JSON text that can tell the line and column of each value. */
export interface JsonFile {
  /** The value; `undefined` where the text is not JSON. */
  readonly value: unknown;
  /** Syntax errors and duplicate members. */
  readonly faults: readonly LocatedFault[];
  /** Adds the place of the value, or of the nearest existing value around it. */
  locate(fault: Fault): LocatedFault;
}

/** Texts for the error codes of jsonc-parser. */
const syntaxErrorTexts: Readonly<Record<string, string>> = {
  InvalidSymbol: 'is not JSON',
  InvalidNumberFormat: 'is not a number',
  PropertyNameExpected: 'a member name in double quotes is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'there is text after the end of the JSON value; remove it',
  InvalidCommentToken: 'JSON has no comments; remove this one',
  UnexpectedEndOfComment: 'JSON has no comments; remove this one',
  UnexpectedEndOfString: 'a closing " is missing',
  UnexpectedEndOfNumber: 'is not a number',
  InvalidUnicode: 'is not a \\u escape; write \\u and four hexadecimal digits',
  InvalidEscapeCharacter: 'is not a JSON escape; write \\\\ for a backslash',
  InvalidCharacter: 'has a control character; write it as a \\u escape',
};

/** Parses JSON without comments and trailing commas. Does not throw: syntax errors are faults. */
export function parseJsonFile(text: string): JsonFile {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [syntaxError] = errors;
  if (tree === undefined || syntaxError !== undefined) return brokenJsonFile(text, syntaxError);
  const locate = (fault: Fault): LocatedFault => ({
    ...fault,
    ...findPosition(text, findNearestNode(tree, fault.path).offset),
  });
  return {
    value: JSON.parse(text),
    faults: findDuplicateMembers(tree, []).map(locate),
    locate,
  };
}

/** Only the first syntax error counts: the parser's later ones follow from it. */
function brokenJsonFile(text: string, error: ParseError | undefined): JsonFile {
  const start = { line: 1, column: 1 };
  const fault =
    error === undefined
      ? { path: [], message: 'is empty', ...start }
      : { path: [], message: formatSyntaxError(text, error), ...findPosition(text, error.offset) };
  return { value: undefined, faults: [fault], locate: (other) => ({ ...other, ...start }) };
}

function formatSyntaxError(text: string, { error, offset, length }: ParseError): string {
  const code = printParseErrorCode(error);
  // An unfinished string may be a secret.
  const isInString = /String|Escape|Character/.test(code);
  const excerpt = isInString ? '' : text.slice(offset, offset + length).slice(0, 20);
  const place = excerpt.trim() === '' ? '' : `, at ${excerpt}`;
  return `${syntaxErrorTexts[code] ?? 'is not JSON'}${place}`;
}

function findPosition(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

function findNearestNode(tree: Node, path: Path): Node {
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node !== undefined) return node.parent?.type === 'property' ? node.parent : node;
  }
  return tree;
}

/** JSON.parse silently uses the last of two members with one name; the operator meant both. */
function findDuplicateMembers(node: Node, path: Path): Fault[] {
  const faults: Fault[] = [];
  const seen = new Set<unknown>();
  for (const [index, child] of (node.children ?? []).entries()) {
    if (child.type !== 'property') {
      faults.push(...findDuplicateMembers(child, [...path, index]));
      continue;
    }
    const [key, value] = child.children ?? [];
    const name = String(key?.value);
    const memberPath = [...path, name];
    if (seen.has(name))
      faults.push({ path: memberPath, message: 'is there twice; remove one of the two' });
    seen.add(name);
    if (value !== undefined) faults.push(...findDuplicateMembers(value, memberPath));
  }
  return faults;
}
