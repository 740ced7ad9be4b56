import { describe, expect, it } from 'vitest';
import { createServer } from '@oauth/core';
import { refresh } from '@oauth/grant-refresh';
import { testClient } from '@oauth/testing';
import { clients, refreshServer, expectText, type RefreshServer } from '../test/refresh-server.js';

/** The grant was revoked, and an event says why. */
async function expectRevoked({ findUsableRefreshTokens, events }: RefreshServer): Promise<void> {
  expect(await findUsableRefreshTokens()).toEqual([]);
  expect(events.of('grant.revoked')).toMatchObject([
    { reason: 'refresh_token.reused', clientId: 'app' },
  ]);
}

describe('a spent refresh token', () => {
  it('gets the same tokens again on a retry within 10 seconds', async () => {
    const { startGrant, requestRefresh, clock, findUsableRefreshTokens, events } = refreshServer();
    const token = (await startGrant()).body['refresh_token'];
    const first = await requestRefresh(token, { scope: 'read' });
    expect((await requestRefresh(token, { scope: 'read' })).body).toEqual(first.body);
    clock.advance(9);
    const retry = await requestRefresh(token, { scope: 'read' });
    expect(retry.status).toBe(200);
    expect(retry.body).toEqual({ ...first.body, expires_in: 3591 });
    expect(retry.headers).toMatchObject({ 'Cache-Control': 'no-store' });
    expect(await findUsableRefreshTokens()).toHaveLength(1);
    expect(events.of('token.retried')).toMatchObject([{}, { subject: 'alice', clientId: 'app' }]);
  });

  it('can be retried after a lost response', async () => {
    const { startGrant, requestRefresh } = refreshServer();
    const token = (await startGrant()).body['refresh_token'];
    await requestRefresh(token);
    const { body } = await requestRefresh(token);
    const next = await requestRefresh(body['refresh_token']);
    expect(next.status).toBe(200);
    expect((await requestRefresh(next.body['refresh_token'])).status).toBe(200);
  });

  it('can be retried by two racing tabs for many rounds', async () => {
    const { startGrant, requestRefresh, clock } = refreshServer();
    const token = (await startGrant()).body['refresh_token'];
    let [one, other] = await Promise.all([requestRefresh(token), requestRefresh(token)]);
    for (let round = 0; round < 10; round += 1) {
      expect(one.body).toEqual(other.body);
      clock.advance(3600);
      const { refresh_token } = one.body;
      [one, other] = await Promise.all([
        requestRefresh(refresh_token),
        requestRefresh(refresh_token),
      ]);
    }
    expect([one.status, other.status]).toEqual([200, 200]);
  });

  // [E12] #163
  it('ends the whole grant when it is reused after the grace period', async () => {
    const refreshing = refreshServer();
    const first = await refreshing.startGrant();
    const second = await refreshing.requestRefresh(first.body['refresh_token']);
    refreshing.clock.advance(10);
    const late = await refreshing.requestRefresh(first.body['refresh_token']);
    expect([late.status, late.body['error']]).toEqual([400, 'invalid_grant']);
    await expectRevoked(refreshing);
    const { access_token, refresh_token } = second.body;
    expect(
      await refreshing.areLive(first.body['access_token'], access_token, refresh_token),
    ).toEqual(Array(3).fill(false));
    expect((await refreshing.requestRefresh(refresh_token)).body['error']).toBe('invalid_grant');
  });

  // #163
  it('ends the whole grant when it is reused after 20 rotations', async () => {
    const refreshing = refreshServer();
    const first = await refreshing.startGrant();
    let { body } = first;
    for (let day = 0; day < 20; day += 1) {
      refreshing.clock.advance(86_400);
      ({ body } = await refreshing.requestRefresh(body['refresh_token']));
    }
    expect((await refreshing.requestRefresh(first.body['refresh_token'])).status).toBe(400);
    await expectRevoked(refreshing);
    expect(await refreshing.areLive(body['access_token'])).toEqual([false]);
  });

  // #163
  it('does not end another grant when it is reused', async () => {
    const { startGrant, requestRefresh, clock, findUsableRefreshTokens } = refreshServer();
    const [mine, other] = [await startGrant(), await startGrant()];
    await requestRefresh(mine.body['refresh_token']);
    clock.advance(10);
    await requestRefresh(mine.body['refresh_token']);
    expect(await findUsableRefreshTokens()).toHaveLength(1);
    expect((await requestRefresh(other.body['refresh_token'])).status).toBe(200);
  });

  it('ends the whole grant at once with a gracePeriod of 0', async () => {
    const refreshing = refreshServer({ gracePeriod: 0 });
    const token = (await refreshing.startGrant()).body['refresh_token'];
    await refreshing.requestRefresh(token);
    expect((await refreshing.requestRefresh(token)).body['error']).toBe('invalid_grant');
    await expectRevoked(refreshing);
  });
});

describe('a different request with a spent token', () => {
  it.each([
    ['a narrower scope', {}, { scope: 'read' }],
    ['a wider scope', { scope: 'read' }, {}],
    ['another scope', { scope: 'read' }, { scope: 'write' }],
    ['another resource', { resource: 'https://a' }, { resource: 'https://b' }],
    ['one more resource', { resource: 'https://a' }, { resource: ['https://a', 'https://b'] }],
    ['another audience', { audience: 'a' }, { audience: 'b' }],
    ['a resource for an audience', { audience: 'a' }, { resource: 'a' }],
    ['no resource', { resource: 'https://a' }, {}],
  ])('is reuse even within the grace period: %s', async (_, first, second) => {
    const refreshing = refreshServer();
    const token = (await refreshing.startGrant()).body['refresh_token'];
    expect((await refreshing.requestRefresh(token, first)).status).toBe(200);
    expect((await refreshing.requestRefresh(token, second)).body['error']).toBe('invalid_grant');
    await expectRevoked(refreshing);
  });

  it('is a retry if only other parameters differ', async () => {
    const { startGrant, requestRefresh, app } = refreshServer();
    const token = (await startGrant()).body['refresh_token'];
    const first = await requestRefresh(token, { scope: 'read' });
    const form = `grant_type=refresh_token&scope=read&refresh_token=${expectText(token)}&client_assertion=another`;
    expect((await app.token(form)).body).toEqual(first.body);
  });
});

// #166
describe('after a restart or with a wrong clock', () => {
  it('a new process answers retries and notices reuse', async () => {
    const { startGrant, requestRefresh, clock, store } = refreshServer();
    const token = (await startGrant()).body['refresh_token'];
    const first = await requestRefresh(token);
    const restarted = createServer({
      issuer: 'https://auth.example',
      clients: clients.map((client) => ({ ...client, grant_types: ['refresh_token'] })),
      store,
      clock: clock.nowMs,
      plugins: [refresh()],
    });
    const client = testClient(restarted, { client_id: 'app' });
    const form = { grant_type: 'refresh_token', refresh_token: expectText(token) };
    expect((await client.token(form)).body).toEqual(first.body);
    clock.advance(10);
    expect((await client.token(form)).body['error']).toBe('invalid_grant');
    const { refresh_token } = first.body;
    expect((await requestRefresh(refresh_token)).body['error']).toBe('invalid_grant');
  });

  it('a clock that jumped back makes no retry of a reuse', async () => {
    const refreshing = refreshServer();
    const token = (await refreshing.startGrant()).body['refresh_token'];
    await refreshing.requestRefresh(token);
    refreshing.clock.advance(-3600);
    expect((await refreshing.requestRefresh(token)).body['error']).toBe('invalid_grant');
    await expectRevoked(refreshing);
  });

  it('a clock that is two seconds behind does not extend expires_in', async () => {
    const { startGrant, requestRefresh, clock } = refreshServer();
    const token = (await startGrant()).body['refresh_token'];
    await requestRefresh(token);
    clock.advance(-2);
    expect((await requestRefresh(token)).body['expires_in']).toBe(3600);
  });

  it('a retry says that its access token has expired meanwhile', async () => {
    const { startGrant, requestRefresh, clock } = refreshServer({ gracePeriod: 7200 });
    const token = (await startGrant()).body['refresh_token'];
    await requestRefresh(token);
    clock.advance(3601);
    expect((await requestRefresh(token)).body['expires_in']).toBe(0);
  });
});
