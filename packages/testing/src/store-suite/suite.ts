import type { Plugin, Store } from '@oauth/core/plugin';
import { fakeClock, type FakeClock } from '../fake-clock.js';
import { recordMaker, type RecordMaker } from '../record-maker.js';
import type { MadeStore, MakeStore, StoreCapabilities, TestFunctions } from './capabilities.js';
import { createRecorder, type Recorder } from './report.js';

/** What a case works with. */
export interface Fixture {
  /** A store that the case has to itself. */
  readonly store: Store;
  readonly made: MadeStore;
  readonly newRecord: RecordMaker;
  /** The clock that the store was made with. */
  readonly clock: FakeClock;
  /** Epoch seconds on that clock at the start. */
  readonly now: number;
  /** Calls `end` after the case, whether it passed or failed. */
  readonly atEnd: (end: () => unknown) => void;
}

/** What groups of cases are defined with. */
export interface Suite {
  readonly describe: TestFunctions['describe'];
  readonly expect: TestFunctions['expect'];
  /** Defines a case that runs on a store of its own. */
  readonly defineCase: (name: string, run: (fixture: Fixture) => Promise<void>) => void;
  /** Opens stores on the case's data, to spread parallel calls over. */
  readonly openConnections: (fixture: Fixture) => Promise<readonly Store[]>;
  readonly makeStore: MakeStore;
  readonly persistent: boolean;
  readonly nativeExpiry: boolean;
  readonly list: boolean;
  readonly damage: boolean;
  readonly processes: URL | undefined;
  readonly grants: readonly Plugin[];
  readonly rounds: number;
  readonly parallel: number;
  readonly recorder: Recorder;
}

/** Fits the suite to a test runner and a store. */
export function createSuite(
  functions: TestFunctions,
  makeStore: MakeStore,
  capabilities: StoreCapabilities,
): Suite {
  const { persistent = false, nativeExpiry = false, damage = false } = capabilities;
  const { name = 'store', list = false, processes, grants = [] } = capabilities;
  const rounds = getCount('rounds', capabilities.rounds, 10);
  const parallel = getCount('parallel', capabilities.parallel, 50);
  const { timeout = 60_000 + 1000 * rounds } = capabilities;
  const { describe, expect } = functions;
  const define = 'it' in functions ? functions.it : functions.test;
  const recorder = createRecorder(name);
  return {
    describe(name, defineCases) {
      describe(name, recorder.wrapGroup(name, defineCases));
    },
    expect,
    makeStore,
    openConnections: connectionOpener(persistent),
    persistent,
    nativeExpiry,
    list,
    damage,
    processes,
    grants,
    rounds,
    parallel,
    recorder,
    defineCase(name, run) {
      const runOnStore = async (): Promise<void> => runOnNewStore(makeStore, nativeExpiry, run);
      define(name, recorder.wrapCase(name, runOnStore), timeout);
    },
  };
}

async function runOnNewStore(
  makeStore: MakeStore,
  nativeExpiry: boolean,
  run: (fixture: Fixture) => Promise<void>,
): Promise<void> {
  // A database with native expiry goes by the real time, so its records have to.
  const clock = fakeClock(nativeExpiry ? Date.now() : undefined);
  const now = Math.floor(clock.nowMs() / 1000);
  const made = await makeStore({ clock: clock.nowMs });
  const ends: (() => unknown)[] = [];
  const atEnd = (end: () => unknown): unknown => ends.push(end);
  try {
    await run({ store: made.store, made, newRecord: recordMaker(now), clock, now, atEnd });
  } finally {
    for (const end of ends.reverse()) await end();
    await made.close?.();
  }
}

/** The case's own store, and four more on its data if the store is persistent. */
function connectionOpener(persistent: boolean): Suite['openConnections'] {
  return async ({ store, made: { open } }) => {
    if (!persistent) return [store];
    if (open === undefined) throw new Error('makeStore must give open, since it is persistent.');
    return [store, await open(), await open(), await open(), await open()];
  };
}

/** The number that was given, else that of the environment, else the default. */
function getCount(
  name: 'rounds' | 'parallel',
  given: number | undefined,
  defaultCount: number,
): number {
  const variable = `STORE_SUITE_${name.toUpperCase()}`;
  const count = given ?? Number(globalThis.process.env[variable] ?? defaultCount);
  if (Number.isInteger(count) && count > 0) return count;
  throw new RangeError(`storeSuite: ${name}, or ${variable}, must be 1 or more; it is ${count}.`);
}
