import { describe, expect, it, vi } from 'vitest';
import type { Store } from '@oauth/core';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { refresh } from '@oauth/grant-refresh';
import {
  fakeClock,
  storeSuite,
  type MadeStore,
  type MakeStore,
  type StoreCapabilities,
} from '@oauth/testing';
import { collectCases, failures } from './collect-cases.js';
import { faults, type Fault } from './faults.js';
import { faultyStore } from './faulty-store.js';

const capabilities: StoreCapabilities = {
  persistent: true,
  damage: true,
  grants: [authorizationCode(), refresh()],
};

const makeStore =
  (fault?: Fault): MakeStore =>
  ({ clock }) => {
    const store = faultyStore(fault, clock);
    return { store, open: () => store, damage: store.damage };
  };

storeSuite({ describe, expect, it }, makeStore(), capabilities);

describe('a store with a fault', () => {
  const small = { ...capabilities, rounds: 3, parallel: 6 };
  const failedWith = new Map<string, Fault>();

  it.each(faults)('that %s fails in the group "%s"', async (fault, group) => {
    const cases = collectCases(makeStore(fault), small);
    const failed = await failures(cases);
    for (const name of failed) failedWith.set(name, fault);
    expect(failed.map((name) => name.split(' > ')[1])).toContain(group);
    expect(failed.length).toBeLessThan(cases.size);
  });

  it('is there for every case', () => {
    const all = [...collectCases(makeStore(), small).keys()];
    expect(all.filter((name) => !failedWith.has(name))).toEqual([]);
  });
});

describe('what a store offers', () => {
  const run = async (...args: Parameters<typeof collectCases>): Promise<readonly string[]> =>
    failures(collectCases(...args));

  it('goes through every connection in its races', async () => {
    const calls: number[] = [];
    const makeStore = (): MadeStore => {
      const store = faultyStore();
      let opened = 0;
      const open = (): Store => {
        const index = (opened += 1) - 1;
        return {
          ...store,
          async commit(changes) {
            calls[index] = (calls[index] ?? 0) + 1;
            return store.commit(changes);
          },
        };
      };
      return { store, open };
    };
    const capabilities = { rounds: 2, parallel: 10, persistent: true };
    expect(await run(makeStore, capabilities)).toEqual([]);
    expect(calls.length).toBe(4);
    expect(Math.min(...calls)).toBeGreaterThan(10);
  });

  it('has a persistent store opened again', async () => {
    const name = 'store > round trip > keeps records for who opens the store again';
    const without = (): MadeStore => ({ store: faultyStore() });
    expect(collectCases(without).has(name)).toBe(false);
    const persistent = { persistent: true };
    expect(await run(without, persistent)).toContain(name);
    const forgetting = (): MadeStore => ({ store: faultyStore(), open: () => faultyStore() });
    expect(await run(forgetting, persistent)).toContain(name);
    const keeping = (): MadeStore => {
      const store = faultyStore();
      return { store, open: () => store };
    };
    expect(await run(keeping, persistent)).toEqual([]);
  });

  it('asks a database with native expiry for live records only', async () => {
    const cases = collectCases(() => ({ store: faultyStore('purges a second late') }), {
      nativeExpiry: true,
    });
    expect(await failures(cases)).toEqual([]);
    const early = collectCases(() => ({ store: faultyStore('purges by the first expiry') }), {
      nativeExpiry: true,
    });
    expect(await failures(early)).not.toEqual([]);
  });

  it('closes every store it has made, also when a case fails', async () => {
    for (const fault of [undefined, 'drops details'] as const) {
      let open = 0;
      const makeStore = () => {
        open += 1;
        return { store: faultyStore(fault), close: () => (open -= 1) };
      };
      await run(makeStore, { rounds: 1, parallel: 2 });
      expect(open).toBe(0);
    }
  });

  it('gives every store the clock that its records go by', async () => {
    const times = new Set<number>();
    const makeStore = ({ clock }: { clock: () => number }) => {
      times.add(clock());
      return { store: faultyStore() };
    };
    await run(makeStore, { rounds: 1, parallel: 2 });
    expect([...times]).toEqual([fakeClock().nowMs()]);
  });

  it('is not raced for no times at all', () => {
    for (const none of [{ rounds: 0 }, { rounds: NaN }, { parallel: 0 }, { parallel: 1.5 }])
      expect(() => collectCases(makeStore(), none)).toThrow(RangeError);
    vi.stubEnv('STORE_KIT_ROUNDS', 'many');
    expect(() => collectCases(makeStore())).toThrow('STORE_KIT_ROUNDS, must be 1 or more');
    vi.unstubAllEnvs();
  });

  it('passes names, limits of time and either name of the test function to the runner', () => {
    const timeouts: number[] = [];
    const test = (_name: string, _run: () => Promise<void>, timeout: number): void => {
      timeouts.push(timeout);
    };
    const describe = (_name: string, define: () => void): void => define();
    storeSuite({ describe, expect, test }, () => ({ store: faultyStore() }), { timeout: 1234 });
    expect(new Set(timeouts)).toEqual(new Set([1234]));
  });
});
