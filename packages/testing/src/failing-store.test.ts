import { expect, it } from 'vitest';
import { myStore } from '../examples/my-store.js';
import { failingStore, insert, recordMaker } from './index.js';

const record = recordMaker(4_000_000_000)();

it.each([false, true])('fails once, with its work done: %s', async (afterWork) => {
  const inner = myStore();
  const { store, failAt, countCalls } = failingStore(inner);
  failAt({ call: 2, afterWork });
  expect(await store.get(record.id)).toBeUndefined();
  await expect(store.commit([insert(record)])).rejects.toThrow('postgres://');
  expect((await inner.get(record.id)) !== undefined).toBe(afterWork);
  expect(countCalls()).toBe(2);
  expect((await store.get(record.id)) !== undefined).toBe(afterWork);
});

it('never fails unless it is told to, and counts calls from there on', async () => {
  const { store, failAt, countCalls } = failingStore(myStore());
  expect(await store.commit([insert(record)])).toEqual({ committed: true });
  failAt(undefined);
  expect(await store.revoke({ clientId: 'app' })).toBe(1);
  expect(await store.purge(0, 1)).toBe(0);
  expect(countCalls()).toBe(2);
});
