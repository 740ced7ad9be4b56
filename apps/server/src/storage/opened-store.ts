import type { Store } from '@oauth/core';

/** A store with the connections below it. */
export interface OpenedStore {
  readonly store: Store;
  /** Closes the connections when the calls under way have finished. */
  readonly close: () => Promise<void>;
}

/** What stores are opened with. */
export interface StoreOptions {
  /** Called when a connection is lost; calls fail until there is a new one. */
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

/** Formats what a driver threw: several failures in one error, or an error without a message. */
export function formatCause(thrown: unknown): string {
  if (thrown instanceof AggregateError) return thrown.errors.map(formatCause).join('; ');
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.message || ('code' in thrown ? String(thrown.code) : thrown.name);
}
