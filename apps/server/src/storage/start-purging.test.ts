import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Store } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import { startPurging } from './start-purging.js';

beforeEach(() => vi.useFakeTimers({ now: 2_000_000_000_000 }));
afterEach(() => vi.useRealTimers());

async function createStoreWith(expired: number, live: number): Promise<Store> {
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

function startTestPurging(store: Store): {
  purged: number[];
  failed: unknown[];
  stop: () => Promise<void>;
} {
  const purged: number[] = [];
  const failed: unknown[] = [];
  const stop = startPurging({
    store,
    interval: 300,
    clock: Date.now,
    onPurged: (records) => purged.push(records),
    onFailed: (cause) => failed.push(cause),
  });
  return { purged, failed, stop };
}

it('deletes expired records and no others, again and again until it is stopped', async () => {
  const store = await createStoreWith(3, 2);
  const { purged, stop } = startTestPurging(store);
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

it('deletes a bounded batch at a time, and the next batch soon after', async () => {
  const limits: number[] = [];
  const left = [10_000, 10_000, 7];
  const store: Store = {
    ...memoryStore(),
    purge(_, limit) {
      limits.push(limit);
      return left.shift() ?? 0;
    },
  };
  const { purged } = startTestPurging(store);
  await vi.advanceTimersByTimeAsync(450_000);
  expect(purged).toEqual([10_000, 10_000, 7]);
  expect(new Set(limits)).toEqual(new Set([10_000]));
});

it('spreads the runs of many servers over the interval', async () => {
  const times: number[] = [];
  const store: Store = {
    ...memoryStore(),
    purge() {
      times.push(Date.now());
      return 0;
    },
  };
  for (let server = 0; server < 50; server += 1) startTestPurging(store);
  await vi.advanceTimersByTimeAsync(450_000);
  expect(new Set(times.slice(0, 50)).size).toBeGreaterThan(40);
});

it('runs again after a run that failed', async () => {
  let isDown = true;
  const store = await createStoreWith(1, 0);
  const { purged, failed } = startTestPurging({
    ...store,
    purge: (now, limit) => (isDown ? Promise.reject(new Error('down')) : store.purge(now, limit)),
  });
  await vi.advanceTimersByTimeAsync(450_000);
  expect(failed.length).toBeGreaterThan(0);
  expect(purged).toEqual([]);
  isDown = false;
  await vi.advanceTimersByTimeAsync(450_000);
  expect(purged).toEqual([1]);
});

it('keeps no process alive', async () => {
  vi.useRealTimers();
  const before = process.getActiveResourcesInfo().filter((type) => type === 'Timeout').length;
  const { stop } = startTestPurging(await createStoreWith(0, 0));
  const after = process.getActiveResourcesInfo().filter((type) => type === 'Timeout').length;
  expect(after).toBe(before);
  await stop();
});
