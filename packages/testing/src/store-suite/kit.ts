import type { Awaitable, Store } from '@oauth/core';
import { fakeClock } from '../fake-clock.js';
import { recordMaker, type RecordMaker } from './record-maker.js';

/** A store to test, and how to get at its data in other ways. */
export interface MadeStore {
  readonly store: Store;
  /**
   * More stores on the same data, each with a connection of its own, or in a process of its own
   * behind a proxy with the four methods. Parallel cases then go through all of them at once.
   */
  readonly peers?: ((count: number) => Awaitable<readonly Store[]>) | undefined;
  /** Closes the store and opens another on the same data, as a restart does: if it is persistent. */
  readonly reopen?: (() => Awaitable<Store>) | undefined;
  /** Closes whatever was opened and deletes the data. */
  readonly close?: (() => unknown) | undefined;
}

/**
 * Makes an empty store that shares nothing with the ones made before (a table prefix, a schema, a
 * file of its own). `now`, in epoch milliseconds, is for stores that take a clock.
 */
export type MakeStore = (options: { readonly now: () => number }) => Awaitable<MadeStore>;

/** Where stores may differ. */
export interface StoreCapabilities {
  /** Records outlive the store: `makeStore` also gives `reopen`. Default: false. */
  readonly persistent?: boolean | undefined;
  /** The database drops expired records by a clock of its own. Default: only `purge` does. */
  readonly nativeExpiry?: boolean | undefined;
  /** Rounds of each race. Default: 25. */
  readonly rounds?: number | undefined;
  /** Parallel commits in each round of a race. Default: 50. */
  readonly parallel?: number | undefined;
  /** Milliseconds a case may take. Default: 60,000. */
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

/** What a case gets to work with. */
export interface Fixture {
  readonly store: Store;
  readonly made: MadeStore;
  readonly records: RecordMaker;
  /** Epoch seconds on the clock that the store was made with. */
  readonly now: number;
}

/** What groups of cases are written against. */
export interface Kit {
  readonly describe: TestFunctions['describe'];
  readonly expect: TestFunctions['expect'];
  /** Defines a case that runs on a store of its own. */
  readonly on: (name: string, run: (fixture: Fixture) => Promise<void>) => void;
  readonly makeStore: MakeStore;
  readonly persistent: boolean;
  readonly nativeExpiry: boolean;
  readonly rounds: number;
  readonly parallel: number;
}

/** Fits the kit to a runner and a store. */
export function createKit(
  functions: TestFunctions,
  makeStore: MakeStore,
  capabilities: StoreCapabilities,
): Kit {
  const { persistent = false, nativeExpiry = false } = capabilities;
  const { rounds = 25, parallel = 50, timeout = 60_000 } = capabilities;
  const { describe, expect } = functions;
  const define = 'it' in functions ? functions.it : functions.test;
  // A database with native expiry has the real time, and so must the records.
  const clock = fakeClock(nativeExpiry ? Date.now() : undefined);
  const now = Math.floor(clock.now() / 1000);
  return {
    describe,
    expect,
    makeStore,
    persistent,
    nativeExpiry,
    rounds,
    parallel,
    on(name, run) {
      const prepared = async (): Promise<void> => {
        const made = await makeStore({ now: clock.now });
        try {
          await run({ store: made.store, made, records: recordMaker(now), now });
        } finally {
          await made.close?.();
        }
      };
      define(name, prepared, timeout);
    },
  };
}

/** Stores on the same data to spread parallel calls over: those there are, or the one. */
export async function connections({ made, store }: Fixture, count = 4): Promise<readonly Store[]> {
  const peers = await made.peers?.(count);
  return [store, ...(peers ?? [])];
}
