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
import { collectCases, findFailures } from './collect-cases.js';
import { faults, type Fault } from './faults.js';
import { faultyStore } from './faulty-store.js';

const capabilities: StoreCapabilities = {
  persistent: true,
  list: true,
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
    const failed = await findFailures(cases);
    for (const name of failed) failedWith.set(name, fault);
    expect(failed.map((name) => name.split(' > ')[1])).toContain(group);
    expect(failed.length).toBeLessThan(cases.size);
  });

  it('exists for every case, so that no case is useless', () => {
    const all = [...collectCases(makeStore(), small).keys()];
    expect(all.filter((name) => !failedWith.has(name))).toEqual([]);
  });
});

describe('a capability of a store', () => {
  const runCases = async (...args: Parameters<typeof collectCases>): Promise<readonly string[]> =>
    findFailures(collectCases(...args));

  it('persistent spreads races over every connection', async () => {
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
    expect(await runCases(makeStore, capabilities)).toEqual([]);
    expect(calls.length).toBe(4);
    expect(Math.min(...calls)).toBeGreaterThan(10);
  });

  it('persistent has the store opened again', async () => {
    const name = 'store > round trip > keeps records when the store is opened again';
    const without = (): MadeStore => ({ store: faultyStore() });
    expect(collectCases(without).has(name)).toBe(false);
    const persistent = { persistent: true };
    expect(await runCases(without, persistent)).toContain(name);
    const forgetting = (): MadeStore => ({ store: faultyStore(), open: () => faultyStore() });
    expect(await runCases(forgetting, persistent)).toContain(name);
    const remembering = (): MadeStore => {
      const store = faultyStore();
      return { store, open: () => store };
    };
    expect(await runCases(remembering, persistent)).toEqual([]);
  });

  it('nativeExpiry leaves out only cases of expired records', async () => {
    const cases = collectCases(() => ({ store: faultyStore('purges a second late') }), {
      nativeExpiry: true,
    });
    expect(await findFailures(cases)).toEqual([]);
    const early = collectCases(() => ({ store: faultyStore('purges by the first expiry') }), {
      nativeExpiry: true,
    });
    expect(await findFailures(early)).not.toEqual([]);
  });

  it('is used on stores that are all closed in the end, also when a case fails', async () => {
    for (const fault of [undefined, 'drops details'] as const) {
      let open = 0;
      const makeStore = () => {
        open += 1;
        return { store: faultyStore(fault), close: () => (open -= 1) };
      };
      await runCases(makeStore, { rounds: 1, parallel: 2 });
      expect(open).toBe(0);
    }
  });

  it('is used on stores that get the clock of their records', async () => {
    const times = new Set<number>();
    const makeStore = ({ clock }: { clock: () => number }) => {
      times.add(clock());
      return { store: faultyStore() };
    };
    await runCases(makeStore, { rounds: 1, parallel: 2 });
    expect([...times]).toEqual([fakeClock().nowMs()]);
  });

  it('rounds and parallel are at least 1', () => {
    for (const none of [{ rounds: 0 }, { rounds: NaN }, { parallel: 0 }, { parallel: 1.5 }])
      expect(() => collectCases(makeStore(), none)).toThrow(RangeError);
    vi.stubEnv('STORE_SUITE_ROUNDS', 'many');
    expect(() => collectCases(makeStore())).toThrow('STORE_SUITE_ROUNDS, must be 1 or more');
    vi.unstubAllEnvs();
  });

  it('timeout goes to the runner, by `it` or by `test`', () => {
    const timeouts: number[] = [];
    const test = (_name: string, _run: () => Promise<void>, timeout: number): void => {
      timeouts.push(timeout);
    };
    const describe = (_name: string, define: () => void): void => define();
    storeSuite({ describe, expect, test }, () => ({ store: faultyStore() }), { timeout: 1234 });
    expect(new Set(timeouts)).toEqual(new Set([1234]));
  });
});
