import {
  findNodeAtLocation,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import type { Fault, LocatedFault } from './faults.js';
import type { Path } from './path.js';

/** JSON text that knows where in it each value stands. */
export interface JsonFile {
  /** The value; `undefined` where the text is not JSON. */
  readonly value: unknown;
  /** Broken syntax and members that are there twice. */
  readonly faults: readonly LocatedFault[];
  /** The place of a value, or of the nearest one around it that exists. */
  locate(fault: Fault): LocatedFault;
}

const phrases: Readonly<Record<string, string>> = {
  InvalidSymbol: 'is not JSON',
  InvalidNumberFormat: 'is not a number',
  PropertyNameExpected: 'a member name in double quotes is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'something follows the end of the JSON value',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfComment: 'JSON has no comments',
  UnexpectedEndOfString: 'a closing " is missing',
  UnexpectedEndOfNumber: 'is not a number',
  InvalidUnicode: 'is not a \\u escape',
  InvalidEscapeCharacter: 'is not an escape that JSON knows',
  InvalidCharacter: 'has a character that must be escaped',
};

/** Reads JSON without comments and trailing commas. It never throws. */
export function readJson(text: string): JsonFile {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const at = (offset: number): { line: number; column: number } => {
    const before = text.slice(0, offset).split('\n');
    return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
  };
  const syntax = errors.slice(0, 1).map(({ error, offset, length }) => {
    const code = printParseErrorCode(error);
    // A text that is cut off may be a secret.
    const found = /String|Escape|Character/.test(code) ? '' : text.slice(offset, offset + length);
    const message = `${phrases[code] ?? 'is not JSON'}${describe(found)}`;
    return { path: [], message, ...at(offset) };
  });
  if (tree === undefined || syntax.length > 0)
    return {
      value: undefined,
      faults: syntax.length > 0 ? syntax : [{ path: [], message: 'is empty', line: 1, column: 1 }],
      locate: (fault) => ({ ...fault, line: 1, column: 1 }),
    };
  const locate = (fault: Fault): LocatedFault => ({
    ...fault,
    ...at(nodeAt(tree, fault.path).offset),
  });
  return { value: JSON.parse(text), faults: twice(tree, []).map(locate), locate };
}

function describe(found: string): string {
  return found.trim() === '' ? '' : `, at ${found.slice(0, 20)}`;
}

function nodeAt(tree: Node, path: Path): Node {
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    // Point at the member's name, where it has one.
    if (node !== undefined) return node.parent?.type === 'property' ? node.parent : node;
  }
  return tree;
}

/** JSON.parse keeps the last of two equal members without a word; an operator means both. */
function twice(node: Node, path: Path): Fault[] {
  const faults: Fault[] = [];
  const seen = new Set<unknown>();
  for (const [index, child] of (node.children ?? []).entries()) {
    if (child.type !== 'property') {
      faults.push(...twice(child, [...path, index]));
      continue;
    }
    const [key, value] = child.children ?? [];
    const name = String(key?.value);
    const inside = [...path, name];
    if (seen.has(name)) faults.push({ path: inside, message: 'is there twice' });
    seen.add(name);
    if (value !== undefined) faults.push(...twice(value, inside));
  }
  return faults;
}
