import { expect, it, onTestFinished, vi } from 'vitest';
import { myStore } from '../examples/my-store.js';
import { slowStore } from './slow-store.js';

const record = {
  id: 'grant-1-a',
  version: 0,
  kind: 'ticket',
  grantId: 'grant-1',
  clientId: 'app',
  expiresAt: 4_000_000_000,
  data: { scope: '', issuedAt: 1 },
};

it('answers with what was there before the pause, and writes after it', async () => {
  const inner = myStore();
  const order: string[] = [];
  const store = slowStore(inner, async () => {
    order.push((await inner.get(record.id)) === undefined ? 'nothing' : 'a record');
    await inner.commit([{ type: 'insert', record: { ...record, id: 'grant-1-b' } }]);
  });
  expect(await store.get('grant-1-b')).toBeUndefined();
  expect(await store.commit([{ type: 'insert', record }])).toEqual({ committed: true });
  expect(await store.purge(1, 10)).toBe(0);
  expect(await store.revoke({ grantId: 'grant-1' })).toBe(2);
  expect(order).toEqual(['nothing', 'nothing', 'a record', 'a record']);
});

it('takes milliseconds', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let answered = false;
  const answer = Promise.resolve(slowStore(myStore(), 5).get(record.id)).then(() => {
    answered = true;
  });
  await vi.advanceTimersByTimeAsync(4);
  expect(answered).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(answered).toBe(true);
  await answer;
});
