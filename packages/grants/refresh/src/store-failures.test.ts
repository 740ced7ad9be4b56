import { describe, expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { failingStore } from '@oauth/testing';
import { refreshServer, expectText } from '../test/refresh-server.js';

/** A server whose store can be made to fail, and a refresh token of it. */
async function failingServer(options = {}) {
  const failingStores: ReturnType<typeof failingStore>[] = [];
  const refreshing = refreshServer(options, (store: Store) => {
    const failing = failingStore(store);
    failingStores.push(failing);
    return failing.store;
  });
  const token = (await refreshing.startGrant()).body['refresh_token'];
  return {
    ...refreshing,
    token,
    failAt: failingStores[0]?.failAt,
    countCalls: failingStores[0]?.countCalls,
  };
}

it('a refresh makes two calls to the store, a retry one', async () => {
  const { requestRefresh, token, failAt, countCalls } = await failingServer();
  failAt?.(undefined);
  await requestRefresh(token);
  expect(countCalls?.()).toBe(2);
  await requestRefresh(token);
  expect(countCalls?.()).toBe(3);
});

// #311 #313 #314
describe.each([{ done: false }, { done: true }])(
  'when the store fails, its work done: $done',
  ({ done }) => {
    it.each([1, 2])('at call %d of a refresh, a retry gets tokens', async (call) => {
      const { requestRefresh, token, failAt, findUsableRefreshTokens, areLive, events } =
        await failingServer();
      failAt?.({ call, afterWork: done });
      const failed = await requestRefresh(token, { scope: 'read' });
      expect(failed).toMatchObject({ status: 500, body: { error: 'server_error' } });
      expect(failed.text).not.toContain('postgres');
      expect(events.of('request.failed')).toMatchObject([{ cause: { message: /postgres/ } }]);

      const retry = await requestRefresh(token, { scope: 'read' });
      expect(retry.status).toBe(200);
      expect(await findUsableRefreshTokens()).toHaveLength(1);
      const next = await requestRefresh(retry.body['refresh_token']);
      expect(next.status).toBe(200);
      expect(await findUsableRefreshTokens()).toHaveLength(1);
      expect(await areLive(retry.body['access_token'], next.body['access_token'])).toEqual([
        true,
        true,
      ]);
    });

    it.each([1, 2])(
      'at call %d of a refresh, a late retry gets tokens unless the token was spent',
      async (call) => {
        const { requestRefresh, token, failAt, findUsableRefreshTokens, clock } =
          await failingServer();
        failAt?.({ call, afterWork: done });
        await requestRefresh(token);
        clock.advance(60);
        const spent = call === 2 && done;
        // A client whose response got lost a minute ago looks like an attacker with a stolen token.
        expect((await requestRefresh(token)).status).toBe(spent ? 400 : 200);
        expect(await findUsableRefreshTokens()).toHaveLength(spent ? 0 : 1);
      },
    );

    it('while reuse ends the grant, the next reuse ends it', async () => {
      const { requestRefresh, token, failAt, findUsableRefreshTokens, clock } =
        await failingServer();
      const { body } = await requestRefresh(token);
      clock.advance(60);
      failAt?.({ call: 2, afterWork: done });
      expect((await requestRefresh(token)).status).toBe(500);
      expect((await requestRefresh(token)).body['error']).toBe('invalid_grant');
      expect(await findUsableRefreshTokens()).toEqual([]);
      expect((await requestRefresh(body['refresh_token'])).body['error']).toBe('invalid_grant');
    });

    it.each([1, 2])(
      'at call %d of a refresh without rotation, a retry gets tokens',
      async (call) => {
        const { requestRefresh, token, failAt, findUsableRefreshTokens } = await failingServer({
          rotate: false,
        });
        failAt?.({ call, afterWork: done });
        expect((await requestRefresh(token)).status).toBe(500);
        const retry = await requestRefresh(token);
        expect(retry.body['refresh_token']).toBe(token);
        expect(await findUsableRefreshTokens()).toHaveLength(1);
      },
    );
  },
);

// #314
it('three failures in a row, each with its work done, leave one usable refresh token', async () => {
  const { startGrant, requestRefresh, failAt, findUsableRefreshTokens } = await failingServer();
  let token = expectText((await startGrant()).body['refresh_token']);
  for (let round = 0; round < 3; round += 1) {
    failAt?.({ call: 2, afterWork: true });
    expect((await requestRefresh(token)).status).toBe(500);
    token = expectText((await requestRefresh(token)).body['refresh_token']);
  }
  // One of the grant of this test, and one of the grant that failingServer started.
  expect(await findUsableRefreshTokens()).toHaveLength(2);
});
