import { describe, expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { failingStore } from '@oauth/testing';
import { refreshServer, textOf } from '../test/refresh-server.js';

/** A server whose store can be made to fail, with a refresh token to begin with. */
async function faulty(options = {}) {
  const failing: ReturnType<typeof failingStore>[] = [];
  const served = refreshServer(options, (store: Store) => {
    const one = failingStore(store);
    failing.push(one);
    return one.store;
  });
  const token = (await served.begin()).body['refresh_token'];
  return { ...served, token, arm: failing[0]?.arm, calls: failing[0]?.calls };
}

it('a refresh calls the store twice, a repeat once', async () => {
  const { use, token, arm, calls } = await faulty();
  arm?.(undefined);
  await use(token);
  expect(calls?.()).toBe(2);
  await use(token);
  expect(calls?.()).toBe(3);
});

// #311 #313 #314
describe.each([{ done: false }, { done: true }])(
  'the store fails, its work done: $done',
  ({ done }) => {
    it.each([1, 2])('at call %d of a refresh: the client comes again', async (call) => {
      const { use, token, arm, chains, live, events } = await faulty();
      arm?.({ call, done });
      const failed = await use(token, { scope: 'read' });
      expect(failed).toMatchObject({ status: 500, body: { error: 'server_error' } });
      expect(failed.text).not.toContain('postgres');
      expect(events.of('request.failed')).toMatchObject([{ cause: { message: /postgres/ } }]);

      const again = await use(token, { scope: 'read' });
      expect(again.status).toBe(200);
      expect(await chains()).toHaveLength(1);
      const next = await use(again.body['refresh_token']);
      expect(next.status).toBe(200);
      expect(await chains()).toHaveLength(1);
      expect(await live(again.body['access_token'], next.body['access_token'])).toEqual([
        true,
        true,
      ]);
    });

    it.each([1, 2])('at call %d, and the client comes much later', async (call) => {
      const { use, token, arm, chains, clock } = await faulty();
      arm?.({ call, done });
      await use(token);
      clock.advance(60);
      const spent = call === 2 && done;
      // Nobody can tell a client whose response got lost a minute ago from a thief.
      expect((await use(token)).status).toBe(spent ? 400 : 200);
      expect(await chains()).toHaveLength(spent ? 0 : 1);
    });

    it('when reuse revokes: the next one does', async () => {
      const { use, token, arm, chains, clock } = await faulty();
      const { body } = await use(token);
      clock.advance(60);
      arm?.({ call: 2, done });
      expect((await use(token)).status).toBe(500);
      expect((await use(token)).body['error']).toBe('invalid_grant');
      expect(await chains()).toEqual([]);
      expect((await use(body['refresh_token'])).body['error']).toBe('invalid_grant');
    });

    it.each([1, 2])('at call %d without rotation: the client comes again', async (call) => {
      const { use, token, arm, chains } = await faulty({ rotate: false });
      arm?.({ call, done });
      expect((await use(token)).status).toBe(500);
      const again = await use(token);
      expect(again.body['refresh_token']).toBe(token);
      expect(await chains()).toHaveLength(1);
    });
  },
);

// #314
it('three failures in a row, each with its work done, leave one chain', async () => {
  const { begin, use, arm, chains } = await faulty();
  let token = textOf((await begin()).body['refresh_token']);
  for (let round = 0; round < 3; round += 1) {
    arm?.({ call: 2, done: true });
    expect((await use(token)).status).toBe(500);
    token = textOf((await use(token)).body['refresh_token']);
  }
  // That of this test, and the one it began with.
  expect(await chains()).toHaveLength(2);
});
