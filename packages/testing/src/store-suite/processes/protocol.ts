import type {
  Change,
  CommitResult,
  JsonValue,
  ListRequest,
  ListTarget,
  ReadHint,
  RecordPage,
  RevocationTarget,
  Store,
  StoredRecord,
} from '@oauth/core/plugin';

/** A call of one method of a store. */
export type MethodCall =
  | { readonly method: 'get'; readonly args: readonly [id: string, hint: ReadHint | undefined] }
  | { readonly method: 'commit'; readonly args: readonly [changes: readonly Change[]] }
  | { readonly method: 'revoke'; readonly args: readonly [target: RevocationTarget] }
  | { readonly method: 'purge'; readonly args: readonly [now: number, limit: number] }
  | { readonly method: 'list'; readonly args: readonly [ListTarget, ListRequest] };

/** A call as it is sent to another process. */
export type NumberedCall = MethodCall & { readonly id: number };

/** The call at which the process kills itself: counted from 1, before the call's work or after it. */
export interface Death {
  readonly call: number;
  readonly afterWork: boolean;
}

/** What the suite sends to a process. Calls that come together start together. */
export type Command =
  | { readonly calls: readonly NumberedCall[] }
  | { readonly death: Death }
  | { readonly open: JsonValue }
  | { readonly close: true };

/** What a process sends back: how the call of this id ended or, with 0, opening and closing. */
export interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

export function isCommand(message: unknown): message is Command {
  return isObject(message);
}

export function isReply(message: unknown): message is Reply {
  return isObject(message) && 'id' in message;
}

export function isRecordOrUndefined(result: unknown): result is StoredRecord | undefined {
  return result === undefined || (isObject(result) && 'version' in result);
}

export function isCommitResult(result: unknown): result is CommitResult {
  return isObject(result) && 'committed' in result;
}

export function isRecordPage(result: unknown): result is RecordPage {
  return isObject(result) && 'records' in result && Array.isArray(result.records);
}

export function isCount(result: unknown): result is number {
  return typeof result === 'number';
}

/** What the store author's module exports. */
interface StoreModule {
  readonly open: (place: JsonValue) => unknown;
}

export function isStoreModule(exported: unknown): exported is StoreModule {
  return isObject(exported) && 'open' in exported && typeof exported.open === 'function';
}

/** A store that a process has opened. `close`, if it has one, is called after the case. */
export type OpenedStore = Store & { readonly close?: () => unknown };

export function isStore(value: unknown): value is OpenedStore {
  return isObject(value) && 'get' in value && 'commit' in value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
