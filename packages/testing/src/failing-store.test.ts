import { expect, it } from 'vitest';
import { myStore } from '../examples/my-store.js';
import { failingStore } from './failing-store.js';

const record = {
  id: 'grant-1-a',
  version: 0,
  kind: 'ticket',
  grantId: 'grant-1',
  clientId: 'app',
  expiresAt: 4_000_000_000,
  data: { scope: '', issuedAt: 1 },
};
const insert = { type: 'insert', record } as const;

it.each([false, true])('fails once, its work done: %s', async (done) => {
  const inner = myStore();
  const { store, arm, calls } = failingStore(inner);
  arm({ call: 2, done });
  expect(await store.get(record.id)).toBeUndefined();
  await expect(store.commit([insert])).rejects.toThrow('postgres://');
  expect((await inner.get(record.id)) !== undefined).toBe(done);
  expect(calls()).toBe(2);
  expect((await store.get(record.id)) !== undefined).toBe(done);
});

it('fails never unless it is armed, and counts from there', async () => {
  const { store, arm, calls } = failingStore(myStore());
  expect(await store.commit([insert])).toEqual({ committed: true });
  arm(undefined);
  expect(await store.revoke({ clientId: 'app' })).toBe(1);
  expect(await store.purge(0, 1)).toBe(0);
  expect(calls()).toBe(2);
});
