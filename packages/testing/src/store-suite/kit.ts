import type { Plugin, Store } from '@oauth/core/plugin';
import { fakeClock, type FakeClock } from '../fake-clock.js';
import type { MadeStore, MakeStore, StoreCapabilities, TestFunctions } from './capabilities.js';
import { recordMaker, type RecordMaker } from './record-maker.js';
import { createRecorder, type Recorder } from './report.js';

/** What a case gets to work with. */
export interface Fixture {
  readonly store: Store;
  readonly made: MadeStore;
  readonly records: RecordMaker;
  /** The clock that the store was made with. */
  readonly clock: FakeClock;
  /** Epoch seconds on that clock at the start. */
  readonly now: number;
  /** Has something ended with the case, however that ends. */
  readonly atEnd: (end: () => unknown) => void;
}

/** What groups of cases are written against. */
export interface Kit {
  readonly describe: TestFunctions['describe'];
  readonly expect: TestFunctions['expect'];
  /** Defines a case that runs on a store of its own. */
  readonly on: (name: string, run: (fixture: Fixture) => Promise<void>) => void;
  /** Stores on the case's data to spread parallel calls over. */
  readonly connections: (fixture: Fixture) => Promise<readonly Store[]>;
  readonly makeStore: MakeStore;
  readonly persistent: boolean;
  readonly nativeExpiry: boolean;
  readonly damage: boolean;
  readonly processes: URL | undefined;
  readonly grants: readonly Plugin[];
  readonly rounds: number;
  readonly parallel: number;
  readonly recorder: Recorder;
}

/** Fits the kit to a runner and a store. */
export function createKit(
  functions: TestFunctions,
  makeStore: MakeStore,
  capabilities: StoreCapabilities,
): Kit {
  const { persistent = false, nativeExpiry = false, damage = false } = capabilities;
  const { name = 'store', processes, grants = [] } = capabilities;
  const rounds = count('rounds', capabilities.rounds, 10);
  const parallel = count('parallel', capabilities.parallel, 50);
  const { timeout = 60_000 + 1000 * rounds } = capabilities;
  const { describe, expect } = functions;
  const define = 'it' in functions ? functions.it : functions.test;
  const recorder = createRecorder(name);
  return {
    describe(name, cases) {
      describe(name, recorder.group(name, cases));
    },
    expect,
    makeStore,
    connections: connectionsOf(persistent),
    persistent,
    nativeExpiry,
    damage,
    processes,
    grants,
    rounds,
    parallel,
    recorder,
    on(name, run) {
      define(name, recorder.recorded(name, onStore(makeStore, nativeExpiry, run)), timeout);
    },
  };
}

/** Runs a case on a store that is made for it and ends with it. */
function onStore(
  makeStore: MakeStore,
  nativeExpiry: boolean,
  run: (fixture: Fixture) => Promise<void>,
): () => Promise<void> {
  return async () => {
    // A database with native expiry has the real time, and so must the records.
    const clock = fakeClock(nativeExpiry ? Date.now() : undefined);
    const now = Math.floor(clock.nowMs() / 1000);
    const made = await makeStore({ clock: clock.nowMs });
    const ends: (() => unknown)[] = [];
    const atEnd = (end: () => unknown): unknown => ends.push(end);
    try {
      await run({ store: made.store, made, records: recordMaker(now), clock, now, atEnd });
    } finally {
      for (const end of ends.reverse()) await end();
      await made.close?.();
    }
  };
}

/** The store itself, and four more on its data where there can be more. */
function connectionsOf(persistent: boolean): Kit['connections'] {
  return async ({ store, made: { open } }) => {
    if (!persistent) return [store];
    if (open === undefined) throw new Error('makeStore must give open, since it is persistent.');
    return [store, await open(), await open(), await open(), await open()];
  };
}

/** How often something is done: as given, as the environment says, or otherwise. */
function count(name: 'rounds' | 'parallel', given: number | undefined, otherwise: number): number {
  const variable = `STORE_KIT_${name.toUpperCase()}`;
  const value = given ?? Number(globalThis.process.env[variable] ?? otherwise);
  if (Number.isInteger(value) && value > 0) return value;
  throw new RangeError(`storeSuite: ${name}, or ${variable}, must be 1 or more; it is ${value}.`);
}
