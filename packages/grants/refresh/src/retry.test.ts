import { describe, expect, it } from 'vitest';
import { createServer } from '@oauth/core';
import { refresh } from '@oauth/grant-refresh';
import { testClient } from '@oauth/testing';
import { listed, refreshServer, textOf, type RefreshServer } from '../test/refresh-server.js';

/** Everything is gone, and the operator knows why. */
async function expectRevoked({ chains, events }: RefreshServer): Promise<void> {
  expect(await chains()).toEqual([]);
  expect(events.of('grant.revoked')).toMatchObject([
    { reason: 'refresh_token.reused', clientId: 'app' },
  ]);
}

describe('the same request again', () => {
  it('within 10 seconds gets the same tokens, which are as much older', async () => {
    const { begin, use, clock, chains, events } = refreshServer();
    const token = (await begin()).body['refresh_token'];
    const first = await use(token, { scope: 'read' });
    expect((await use(token, { scope: 'read' })).body).toEqual(first.body);
    clock.advance(9);
    const again = await use(token, { scope: 'read' });
    expect(again.status).toBe(200);
    expect(again.body).toEqual({ ...first.body, expires_in: 3591 });
    expect(again.headers).toMatchObject({ 'Cache-Control': 'no-store' });
    expect(await chains()).toHaveLength(1);
    expect(events.of('token.retried')).toMatchObject([{}, { subject: 'alice', clientId: 'app' }]);
  });

  it('a lost response logs nobody out', async () => {
    const { begin, use } = refreshServer();
    const token = (await begin()).body['refresh_token'];
    await use(token);
    const { body } = await use(token);
    const next = await use(body['refresh_token']);
    expect(next.status).toBe(200);
    expect((await use(next.body['refresh_token'])).status).toBe(200);
  });

  it('two racing tabs log nobody out', async () => {
    const { begin, use, clock } = refreshServer();
    const token = (await begin()).body['refresh_token'];
    let [one, other] = await Promise.all([use(token), use(token)]);
    for (let round = 0; round < 10; round += 1) {
      expect(one.body).toEqual(other.body);
      clock.advance(3600);
      const { refresh_token } = one.body;
      [one, other] = await Promise.all([use(refresh_token), use(refresh_token)]);
    }
    expect([one.status, other.status]).toEqual([200, 200]);
  });

  // [E12] #163
  it('later revokes the whole grant', async () => {
    const served = refreshServer();
    const first = await served.begin();
    const second = await served.use(first.body['refresh_token']);
    served.clock.advance(10);
    const late = await served.use(first.body['refresh_token']);
    expect([late.status, late.body['error']]).toEqual([400, 'invalid_grant']);
    await expectRevoked(served);
    const { access_token, refresh_token } = second.body;
    expect(await served.live(first.body['access_token'], access_token, refresh_token)).toEqual(
      Array(3).fill(false),
    );
    expect((await served.use(refresh_token)).body['error']).toBe('invalid_grant');
  });

  // #163
  it('an old link of a long chain revokes it too', async () => {
    const served = refreshServer();
    const first = await served.begin();
    let { body } = first;
    for (let day = 0; day < 20; day += 1) {
      served.clock.advance(86_400);
      ({ body } = await served.use(body['refresh_token']));
    }
    expect((await served.use(first.body['refresh_token'])).status).toBe(400);
    await expectRevoked(served);
    expect(await served.live(body['access_token'])).toEqual([false]);
  });

  // #163
  it('leaves other grants alone', async () => {
    const { begin, use, clock, chains } = refreshServer();
    const [mine, other] = [await begin(), await begin()];
    await use(mine.body['refresh_token']);
    clock.advance(10);
    await use(mine.body['refresh_token']);
    expect(await chains()).toHaveLength(1);
    expect((await use(other.body['refresh_token'])).status).toBe(200);
  });

  it('is never forgiven with a window of 0', async () => {
    const served = refreshServer({ gracePeriod: 0 });
    const token = (await served.begin()).body['refresh_token'];
    await served.use(token);
    expect((await served.use(token)).body['error']).toBe('invalid_grant');
    await expectRevoked(served);
  });
});

describe('a different request is reuse, however soon', () => {
  it.each([
    ['a narrower scope', {}, { scope: 'read' }],
    ['a wider scope', { scope: 'read' }, {}],
    ['another scope', { scope: 'read' }, { scope: 'write' }],
    ['another resource', { resource: 'https://a' }, { resource: 'https://b' }],
    ['one more resource', { resource: 'https://a' }, { resource: ['https://a', 'https://b'] }],
    ['another audience', { audience: 'a' }, { audience: 'b' }],
    ['a resource for an audience', { audience: 'a' }, { resource: 'a' }],
    ['no resource', { resource: 'https://a' }, {}],
  ])('%s', async (_, first, second) => {
    const served = refreshServer();
    const token = (await served.begin()).body['refresh_token'];
    expect((await served.use(token, first)).status).toBe(200);
    expect((await served.use(token, second)).body['error']).toBe('invalid_grant');
    await expectRevoked(served);
  });

  it('what authenticates the client may differ', async () => {
    const { begin, use, app } = refreshServer();
    const token = (await begin()).body['refresh_token'];
    const first = await use(token, { scope: 'read' });
    const form = `grant_type=refresh_token&scope=read&refresh_token=${textOf(token)}&client_assertion=another`;
    expect((await app.token(form)).body).toEqual(first.body);
  });
});

// #166
describe('a restart or a wrong clock', () => {
  it('a restart forgets nothing', async () => {
    const { begin, use, clock, store } = refreshServer();
    const token = (await begin()).body['refresh_token'];
    const first = await use(token);
    const restarted = createServer({
      issuer: 'https://auth.example',
      clients: listed.map((client) => ({ ...client, grant_types: ['refresh_token'] })),
      store,
      clock: clock.nowMs,
      plugins: [refresh()],
    });
    const client = testClient(restarted, { client_id: 'app' });
    const form = { grant_type: 'refresh_token', refresh_token: textOf(token) };
    expect((await client.token(form)).body).toEqual(first.body);
    clock.advance(10);
    expect((await client.token(form)).body['error']).toBe('invalid_grant');
    const { refresh_token } = first.body;
    expect((await use(refresh_token)).body['error']).toBe('invalid_grant');
  });

  it('a clock that jumped back opens no window', async () => {
    const served = refreshServer();
    const token = (await served.begin()).body['refresh_token'];
    await served.use(token);
    served.clock.advance(-3600);
    expect((await served.use(token)).body['error']).toBe('invalid_grant');
    await expectRevoked(served);
  });

  it('a clock that is a little behind makes no token live longer', async () => {
    const { begin, use, clock } = refreshServer();
    const token = (await begin()).body['refresh_token'];
    await use(token);
    clock.advance(-2);
    expect((await use(token)).body['expires_in']).toBe(3600);
  });

  it('a token that expired meanwhile says so', async () => {
    const { begin, use, clock } = refreshServer({ gracePeriod: 7200 });
    const token = (await begin()).body['refresh_token'];
    await use(token);
    clock.advance(3601);
    expect((await use(token)).body['expires_in']).toBe(0);
  });
});
