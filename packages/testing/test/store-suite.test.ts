import { describe, expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { fakeClock, storeSuite, type MadeStore } from '@oauth/testing';
import { collectCases, failures } from './collect-cases.js';
import { faults, faultyStore } from './faulty-store.js';

storeSuite({ describe, expect, it }, () => ({ store: faultyStore() }));

describe('a store with a fault', () => {
  it.each(faults)('that %s fails in the group "%s"', async (fault, group) => {
    const small = { rounds: 3, parallel: 6 };
    const cases = collectCases(() => ({ store: faultyStore(fault) }), small);
    const failed = await failures(cases);
    expect(failed.map((name) => name.split(' > ')[1])).toContain(group);
    expect(failed.length).toBeLessThan(cases.size);
  });
});

describe('what a store offers', () => {
  const run = async (...args: Parameters<typeof collectCases>): Promise<readonly string[]> =>
    failures(collectCases(...args));

  it('goes through every peer in its races', async () => {
    const calls: number[] = [];
    const makeStore = (): MadeStore => {
      const store = faultyStore();
      const peer = (_: unknown, index: number): Store => ({
        ...store,
        async commit(changes) {
          calls[index] = (calls[index] ?? 0) + 1;
          return store.commit(changes);
        },
      });
      return { store, peers: (count) => Array.from({ length: count }, peer) };
    };
    expect(await run(makeStore, { rounds: 2, parallel: 10 })).toEqual([]);
    expect(calls.length).toBeGreaterThan(1);
    expect(Math.min(...calls)).toBeGreaterThan(10);
  });

  it('has a persistent store reopened', async () => {
    const name = 'store > round trip > keeps records over a restart';
    const without = (): MadeStore => ({ store: faultyStore() });
    expect(collectCases(without).has(name)).toBe(false);
    const persistent = { persistent: true };
    expect(await run(without, persistent)).toEqual([name]);
    const forgetting = (): MadeStore => ({ store: faultyStore(), reopen: () => faultyStore() });
    expect(await run(forgetting, persistent)).toEqual([name]);
    const keeping = (): MadeStore => {
      const store = faultyStore();
      return { store, reopen: () => store };
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
    const makeStore = ({ now }: { now: () => number }) => {
      times.add(now());
      return { store: faultyStore() };
    };
    await run(makeStore, { rounds: 1, parallel: 2 });
    expect([...times]).toEqual([fakeClock().now()]);
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
