import type { Store } from '@oauth/core';

/** A store, and the connections below it. */
export interface OpenedStore {
  readonly store: Store;
  /** Ends the connections; calls under way are let finish. */
  readonly close: () => Promise<void>;
}

/** What an open store tells and goes by. */
export interface StoreWatch {
  /** A connection was lost; calls fail until another one stands. */
  readonly onLost: (cause: unknown) => void;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** Thrown when a store cannot be opened; the message says why and what to do. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError';
}

/** Thrown when this platform cannot run the driver that a store needs. */
export class DriverError extends StoreError {
  override readonly name = 'DriverError';
}

/** What was thrown, in words: drivers put several failures into one error, or none. */
export function wordsOf(thrown: unknown): string {
  if (thrown instanceof AggregateError) return thrown.errors.map(wordsOf).join('; ');
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.message || ('code' in thrown ? String(thrown.code) : thrown.name);
}
