import type { Awaitable, JsonValue, Plugin, Store } from '@oauth/core/plugin';

/** A store to test, and how to get at its data in other ways. */
export interface MadeStore {
  readonly store: Store;
  /** Opens one more store on the same data, with a connection of its own: if it is persistent. */
  readonly open?: (() => Awaitable<Store>) | undefined;
  /** Where the data is: what another process gives to `open` of the module `processes`. */
  readonly place?: JsonValue | undefined;
  /**
   * Spoils the row of the record with this id behind the store's back: a column emptied, half a
   * value. For `damage`.
   */
  readonly damage?: ((id: string) => unknown) | undefined;
  /** Closes whatever was opened and deletes the data. */
  readonly close?: (() => unknown) | undefined;
}

/**
 * Makes an empty store that shares nothing with the ones made before (a table prefix, a schema, a
 * file of its own). `now`, in epoch milliseconds, is for stores that take a clock.
 */
export type MakeStore = (options: { readonly clock: () => number }) => Awaitable<MadeStore>;

/** Where stores may differ, which cases there can be, and how hard they try. */
export interface StoreCapabilities {
  /** What the cases and the report are called. Default: `store`. */
  readonly name?: string | undefined;
  /** Records outlive the store and several connections share them: `makeStore` also gives `open`. */
  readonly persistent?: boolean | undefined;
  /** The database drops expired records by a clock of its own. Default: only `purge` does. */
  readonly nativeExpiry?: boolean | undefined;
  /** A row can be spoilt: `makeStore` also gives `damage`. */
  readonly damage?: boolean | undefined;
  /**
   * Module that other processes open the store with: plain JavaScript that Node runs as it stands,
   * and exports `open(place)`, which gives a store. `makeStore` also gives `place`.
   */
  readonly processes?: URL | undefined;
  /** `[authorizationCode(), refresh()]`: the grants that whole requests go through. */
  readonly grants?: readonly Plugin[] | undefined;
  /** Rounds of each race. Default: `STORE_KIT_ROUNDS` of the environment, or 10. */
  readonly rounds?: number | undefined;
  /** Parallel commits in each round. Default: `STORE_KIT_PARALLEL` of the environment, or 50. */
  readonly parallel?: number | undefined;
  /** Milliseconds a case may take. Default: 60,000, and 1000 more for each round. */
  readonly timeout?: number | undefined;
}

/** The part of a runner's `expect(value)` that the kit uses. */
export interface Expectation {
  toBe(expected: unknown): unknown;
  toEqual(expected: unknown): unknown;
}

/** `it` or `test` of vitest, jest, bun and their like; `timeout` in milliseconds. */
export type TestFunction = (name: string, run: () => Promise<void>, timeout: number) => unknown;

/** The functions of a test runner. */
export type TestFunctions = {
  readonly describe: (name: string, define: () => void) => unknown;
  readonly expect: (actual: unknown) => Expectation;
} & ({ readonly it: TestFunction } | { readonly test: TestFunction });
