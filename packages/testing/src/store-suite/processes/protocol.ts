import type {
  Change,
  CommitResult,
  JsonValue,
  RevocationTarget,
  Store,
  StoredRecord,
} from '@oauth/core/plugin';

/** A call of one method of a store. */
export type MethodCall =
  | { readonly method: 'get'; readonly args: readonly [id: string] }
  | { readonly method: 'commit'; readonly args: readonly [changes: readonly Change[]] }
  | { readonly method: 'revoke'; readonly args: readonly [target: RevocationTarget] }
  | { readonly method: 'purge'; readonly args: readonly [now: number, limit: number] };

/** The same as it goes to another process. */
export type Call = MethodCall & { readonly id: number };

/** Which call from now on, counted from 1, the process dies at: before it or after it. */
export interface Death {
  readonly call: number;
  readonly done: boolean;
}

/** What the kit tells a process. Calls that come together start together. */
export type Order =
  | { readonly calls: readonly Call[] }
  | { readonly death: Death }
  | { readonly open: JsonValue }
  | { readonly close: true };

/** What a process says: how a call ended, or (with 0) opening or closing. */
export interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

export function isOrder(message: unknown): message is Order {
  return isObject(message);
}

export function isAnswer(message: unknown): message is Answer {
  return isObject(message) && 'id' in message;
}

export function isFound(result: unknown): result is StoredRecord | undefined {
  return result === undefined || (isObject(result) && 'version' in result);
}

export function isCommitResult(result: unknown): result is CommitResult {
  return isObject(result) && 'committed' in result;
}

export function isCount(result: unknown): result is number {
  return typeof result === 'number';
}

/** What the module of an author exports. */
interface Opening {
  readonly open: (place: JsonValue) => unknown;
}

export function isOpening(exported: unknown): exported is Opening {
  return isObject(exported) && 'open' in exported && typeof exported.open === 'function';
}

/** A store that a process has opened; one with `close` is closed when its case is over. */
export type OpenedStore = Store & { readonly close?: () => unknown };

export function isStore(value: unknown): value is OpenedStore {
  return isObject(value) && 'get' in value && 'commit' in value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
