import type { Awaitable, JsonValue, Plugin, Store } from '@oauth/core/plugin';

/** A store to test, and further ways to its data. */
export interface MadeStore {
  readonly store: Store;
  /** Opens another store on the same data, with a connection of its own. Needed for `persistent`. */
  readonly open?: (() => Awaitable<Store>) | undefined;
  /** Where the data is, for `open` of the module `processes`. */
  readonly place?: JsonValue | undefined;
  /**
   * Damages the row of the record with this id, past the store: empties a column, cuts a value in
   * half. Needed for `damage`.
   */
  readonly damage?: ((id: string) => unknown) | undefined;
  /** Closes what was opened, and deletes the data. */
  readonly close?: (() => unknown) | undefined;
}

/**
 * Makes an empty store that shares nothing with those made before: give it a table prefix, a schema or
 * a file of its own. `clock`, in epoch milliseconds, is for stores that take a clock.
 */
export type MakeStore = (options: { readonly clock: () => number }) => Awaitable<MadeStore>;

/** What a store offers beyond the contract, and how hard the suite tries. */
export interface StoreCapabilities {
  /** Name of the store in titles and in the report. Default: `store`. */
  readonly name?: string | undefined;
  /** Records outlive the store, and several connections share them. `makeStore` gives `open`, too. */
  readonly persistent?: boolean | undefined;
  /** The database drops expired records by its own clock. Default: only `purge` does. */
  readonly nativeExpiry?: boolean | undefined;
  /** The store has the optional method `list`. */
  readonly list?: boolean | undefined;
  /** A row can be damaged. `makeStore` gives `damage`, too. */
  readonly damage?: boolean | undefined;
  /**
   * Module with which other processes open the store: plain JavaScript for Node that exports
   * `open(place)`, which returns a store. `makeStore` gives `place`, too.
   */
  readonly processes?: URL | undefined;
  /** `[authorizationCode(), refresh()]`: the grants that whole requests go through. */
  readonly grants?: readonly Plugin[] | undefined;
  /** Rounds of each race. Default: `STORE_SUITE_ROUNDS` of the environment, or 10. */
  readonly rounds?: number | undefined;
  /** Parallel commits in each round. Default: `STORE_SUITE_PARALLEL` of the environment, or 50. */
  readonly parallel?: number | undefined;
  /** Milliseconds that a case may take. Default: 60,000, and 1000 more for each round. */
  readonly timeout?: number | undefined;
}

/** The part of a runner's `expect(value)` that the suite uses. */
export interface Expectation {
  toBe(expected: unknown): unknown;
  toEqual(expected: unknown): unknown;
}

/** `it` or `test` of vitest, jest, bun and similar runners; `timeout` in milliseconds. */
export type TestFunction = (name: string, run: () => Promise<void>, timeout: number) => unknown;

/** The functions of a test runner. */
export type TestFunctions = {
  readonly describe: (name: string, define: () => void) => unknown;
  readonly expect: (actual: unknown) => Expectation;
} & ({ readonly it: TestFunction } | { readonly test: TestFunction });
