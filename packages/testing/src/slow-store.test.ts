import { expect, it, onTestFinished, vi } from 'vitest';
import { myStore } from '../examples/my-store.js';
import { insert, recordMaker, slowStore } from './index.js';

const record = recordMaker(4_000_000_000)();
const sibling = { ...record, id: `${record.id}b` };

it('reads before its pause and writes after it, so that a race has room', async () => {
  const inner = myStore();
  const order: string[] = [];
  const store = slowStore(inner, async () => {
    order.push((await inner.get(record.id)) === undefined ? 'nothing' : 'a record');
    await inner.commit([insert(sibling)]);
  });
  expect(await store.get(sibling.id)).toBeUndefined();
  expect(await store.commit([insert(record)])).toEqual({ committed: true });
  expect(await store.purge(1, 10)).toBe(0);
  expect(await store.revoke({ grantId: record.grantId })).toBe(2);
  expect(order).toEqual(['nothing', 'nothing', 'a record', 'a record']);
});

it('pauses for as many milliseconds as it is given', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let isRead = false;
  const read = Promise.resolve(slowStore(myStore(), 5).get(record.id)).then(() => {
    isRead = true;
  });
  await vi.advanceTimersByTimeAsync(4);
  expect(isRead).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(isRead).toBe(true);
  await read;
});
