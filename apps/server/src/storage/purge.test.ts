import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Store } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import { purgeRegularly } from './purge.js';

beforeEach(() => vi.useFakeTimers({ now: 2_000_000_000_000 }));
afterEach(() => vi.useRealTimers());

async function storeWith(expired: number, live: number): Promise<Store> {
  const store = memoryStore();
  for (let number = 0; number < expired + live; number += 1) {
    const id = `record ${number}`;
    const expiresAt = number < expired ? 1_999_999_999 : 3_000_000_000;
    const data = { scope: '', issuedAt: 0 };
    const record = { id, grantId: id, version: 0, kind: 'k', clientId: 'c', expiresAt, data };
    await store.commit([{ type: 'insert', record }]);
  }
  return store;
}

function start(store: Store): { purged: number[]; failed: unknown[]; stop: () => Promise<void> } {
  const purged: number[] = [];
  const failed: unknown[] = [];
  const stop = purgeRegularly({
    store,
    interval: 300,
    clock: Date.now,
    onPurged: (records) => purged.push(records),
    onFailed: (cause) => failed.push(cause),
  });
  return { purged, failed, stop };
}

it('deletes what has expired and nothing else, again and again, until it is stopped', async () => {
  const store = await storeWith(3, 2);
  const { purged, stop } = start(store);
  await vi.advanceTimersByTimeAsync(149_000);
  expect(purged).toEqual([]);
  await vi.advanceTimersByTimeAsync(301_000);
  expect(purged).toEqual([3]);
  expect(await store.get('record 4')).toBeDefined();
  vi.setSystemTime(3_000_000_000_000);
  await vi.advanceTimersByTimeAsync(450_000);
  expect(purged).toEqual([3, 2]);
  await stop();
  expect(vi.getTimerCount()).toBe(0);
});

it('takes a bounded batch at a time, and the next one soon', async () => {
  const limits: number[] = [];
  const left = [10_000, 10_000, 7];
  const store: Store = {
    ...memoryStore(),
    purge(_, limit) {
      limits.push(limit);
      return left.shift() ?? 0;
    },
  };
  const { purged } = start(store);
  await vi.advanceTimersByTimeAsync(450_000);
  expect(purged).toEqual([10_000, 10_000, 7]);
  expect(new Set(limits)).toEqual(new Set([10_000]));
});

it('runs of many servers are spread over the interval', async () => {
  const times: number[] = [];
  const store: Store = {
    ...memoryStore(),
    purge() {
      times.push(Date.now());
      return 0;
    },
  };
  for (let server = 0; server < 50; server += 1) start(store);
  await vi.advanceTimersByTimeAsync(450_000);
  expect(new Set(times.slice(0, 50)).size).toBeGreaterThan(40);
});

it('goes on after a run that failed', async () => {
  let away = true;
  const store = await storeWith(1, 0);
  const { purged, failed } = start({
    ...store,
    purge: (now, limit) => (away ? Promise.reject(new Error('away')) : store.purge(now, limit)),
  });
  await vi.advanceTimersByTimeAsync(450_000);
  expect(failed.length).toBeGreaterThan(0);
  expect(purged).toEqual([]);
  away = false;
  await vi.advanceTimersByTimeAsync(450_000);
  expect(purged).toEqual([1]);
});

it('keeps no process alive, and waits for a run under way when it is stopped', async () => {
  vi.useRealTimers();
  const before = process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
  const { stop } = start(await storeWith(0, 0));
  const after = process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
  expect(after).toBe(before);
  await stop();
});
