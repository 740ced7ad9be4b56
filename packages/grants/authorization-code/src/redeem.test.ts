import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Change, Store } from '@oauth/core';
import { findToken } from '@oauth/core/plugin';
import { callback, clients, codeServer, textOf, verifier } from '../test/code-server.js';

const refusedAs = (reason: string) => [{ reason, error: 'invalid_grant', clientId: 'app' }];

describe('a code', () => {
  // [E3]
  it('gives tokens for what was agreed (RFC 6749 section 4.1.4)', async () => {
    const { code, redeem } = codeServer({}, { authorize: () => ({ approve }) });
    const approve = { subject: 'alice', scope: ['read'], audience: ['api'], details: { acr: '2' } };
    const response = await redeem(await code({ scope: 'read write' }));
    expect(response.status).toBe(200);
    expect(response.headers).toMatchObject({ 'Cache-Control': 'no-store' });
    const { access_token, refresh_token, ...others } = response.body;
    expect(others).toEqual({ token_type: 'Bearer', expires_in: 3600, scope: 'read' });
    expect([access_token, refresh_token]).toEqual([expect.any(String), expect.any(String)]);
  });

  it('keeps who agreed to what with the tokens', async () => {
    const approve = { subject: 'alice', audience: ['api'], details: { acr: '2' } };
    const { code, redeem, server } = codeServer({}, { authorize: () => ({ approve }) });
    const { body } = await redeem(await code({ scope: 'read' }));
    for (const member of ['access_token', 'refresh_token'])
      expect(await findToken(server.context, textOf(body[member]))).toMatchObject({
        clientId: 'app',
        subject: 'alice',
        data: { scope: 'read', audience: ['api'], details: { acr: '2' } },
      });
  });

  it('of a confidential client is redeemed by it alone', async () => {
    const { code, redeem, web } = codeServer();
    expect((await redeem(await code({ client_id: 'web' }), {}, web)).status).toBe(200);
  });

  it('has to be there', async () => {
    const { redeem, events } = codeServer();
    for (const code of ['', 'x', 'é', '\0', 'a'.repeat(60), 'a'.repeat(5000)])
      expect((await redeem(code)).status).toBe(400);
    expect(events.all.map(({ reason }) => reason)).toEqual([
      'code.missing',
      'code.unknown',
      'code.unknown',
      'parameters.bad_encoding',
      'code.unknown',
      'code.unknown',
    ]);
  });

  // [M13] #86
  it('lives 60 seconds', async () => {
    const { code, redeem, clock } = codeServer();
    const [early, late] = [await code(), await code()];
    clock.advance(59);
    expect((await redeem(early)).status).toBe(200);
    clock.advance(1);
    expect((await redeem(late)).body['error']).toBe('invalid_grant');
  });

  it('lives as long as it is said', async () => {
    const { code, redeem, clock } = codeServer({ codeLifetime: 5 });
    const one = await code();
    clock.advance(5);
    expect((await redeem(one)).status).toBe(400);
  });

  // [E2] #91
  it('is long, its own, and safe in a URL', async () => {
    const { code } = codeServer();
    const all = await Promise.all(Array.from({ length: 1000 }, () => code()));
    expect(new Set(all).size).toBe(1000);
    // 96 bits say which grant it is of, the other 256 nobody can know.
    for (const one of all) expect(one).toMatch(/^[A-Za-z0-9_-]{59}$/);
    expect(new Set(all.map((one) => one.slice(16))).size).toBe(1000);
  });
});

describe('whose it is', () => {
  // #85 #86
  it('another client gets nothing for it, and spends nothing', async () => {
    const { code, redeem, other, live, events } = codeServer();
    const one = await code();
    expect((await redeem(one, {}, other)).body['error']).toBe('invalid_grant');
    const { body } = await redeem(one);
    expect((await redeem(one, {}, other)).body['error']).toBe('invalid_grant');
    expect(await live(body['access_token'], body['refresh_token'])).toEqual([true, true]);
    const refused = { reason: 'code.unknown', clientId: 'other' };
    expect(events.of('request.refused')).toMatchObject([refused, refused]);
  });

  // #88
  it('who does not authenticate spends nothing', async () => {
    const { code, redeem, app, web } = codeServer();
    const one = await code({ client_id: 'web' });
    const wrong = { client_id: 'web', client_secret: 'wrong' };
    expect((await redeem(one, wrong, app)).status).toBe(401);
    expect((await redeem(one, {}, web)).status).toBe(200);
  });

  // #95
  it('a client that is gone, or whose secret is, gets nothing', async () => {
    const find = (id: string) => (alive ? clients.find((one) => one.client_id === id) : undefined);
    let alive = true;
    const { code, redeem } = codeServer({}, { clients: find });
    const one = await code();
    alive = false;
    expect(await redeem(one)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    alive = true;
    expect((await redeem(one)).status).toBe(200);
  });
});

// [E4] #50
describe('where it was sent (RFC 6749 section 4.1.3)', () => {
  const two = `${callback}2`;
  const twoUris = clients.map((client) => ({ ...client, redirect_uris: [callback, two] }));

  it.each([
    ['another', two],
    ['another by a slash', `${callback}/`],
    ['none', undefined],
  ])('%s is refused and spends the code', async (_, redirect_uri) => {
    const { code, redeem, events } = codeServer({}, { clients: twoUris });
    const one = await code();
    expect((await redeem(one, { redirect_uri })).body['error']).toBe('invalid_grant');
    expect(events.of('request.refused')).toMatchObject(refusedAs('redirect_uri.mismatch'));
    expect((await redeem(one)).status).toBe(400);
  });

  // #41
  it('if the request did not say, this one need not', async () => {
    const { code, redeem } = codeServer();
    for (const [redirect_uri, status] of [[undefined, 200] as const, [callback, 200] as const]) {
      const one = await code({ redirect_uri: undefined });
      expect((await redeem(one, { redirect_uri })).status).toBe(status);
    }
    const one = await code({ redirect_uri: undefined });
    expect((await redeem(one, { redirect_uri: two })).status).toBe(400);
  });
});

describe('parameters', () => {
  // #94 #89
  it('a scope changes nothing', async () => {
    const { code, redeem } = codeServer();
    for (const scope of ['read write', 'admin', '"'])
      expect((await redeem(await code({ scope: 'read' }), { scope })).body['scope']).toBe('read');
  });

  it('a client that is not registered for the grant gets no code', async () => {
    const others = clients.map((client) => ({ ...client, grant_types: ['refresh_token'] }));
    const { authorize, redeem, code } = codeServer({}, { clients: others });
    expect((await authorize())['error']).toBe('unauthorized_client');
    expect((await redeem(await code())).body['error']).toBe('unauthorized_client');
  });
});

// [E3]
describe('coming again', () => {
  it('within the window is refused, and takes nothing away', async () => {
    const { code, redeem, clock, live, events } = codeServer();
    const one = await code();
    const { body } = await redeem(one);
    clock.advance(9);
    expect((await redeem(one)).body['error']).toBe('invalid_grant');
    expect(await live(body['access_token'], body['refresh_token'])).toEqual([true, true]);
    expect(events.of('request.refused')).toMatchObject(refusedAs('code.raced'));
  });

  it('after waiting for a store while the same redemption went through is refused only', async () => {
    let next: (() => Promise<void>) | undefined;
    const wrap = (store: Store): Store => ({
      ...store,
      async get(id) {
        const wait = next;
        next = undefined;
        await wait?.();
        return store.get(id);
      },
    });
    const { code, redeem, clock, live, events } = codeServer({}, { wrap });
    const one = await code();
    const tokens: unknown[] = [];
    next = async () => {
      clock.advance(12);
      tokens.push((await redeem(one)).body['access_token']);
    };
    expect((await redeem(one)).body['error']).toBe('invalid_grant');
    expect(await live(...tokens)).toEqual([true]);
    expect(events.of('request.refused')).toMatchObject(refusedAs('code.raced'));
  });

  it.each([10, 120])('%d seconds later revokes all that it gave', async (seconds) => {
    const { code, redeem, clock, live, events } = codeServer();
    const one = await code();
    const { body } = await redeem(one);
    clock.advance(seconds);
    expect((await redeem(one)).body['error']).toBe('invalid_grant');
    expect(await live(one, body['access_token'], body['refresh_token'])).toEqual(
      Array(3).fill(false),
    );
    expect(events.of('grant.revoked')).toMatchObject([{ clientId: 'app', reason: 'code.reused' }]);
  });

  it('with a clock that jumped back revokes as well', async () => {
    const { code, redeem, clock, live } = codeServer();
    const one = await code();
    const { body } = await redeem(one);
    clock.advance(-3600);
    expect((await redeem(one)).status).toBe(400);
    expect(await live(body['access_token'])).toEqual([false]);
  });

  it.each([
    ['another verifier', { code_verifier: 'b'.repeat(43) }],
    ['no verifier', { code_verifier: undefined }],
    ['another redirect URI', { redirect_uri: `${callback}2` }],
  ])('with %s revokes at once', async (_, parameters) => {
    const { code, redeem, live } = codeServer();
    const one = await code();
    const { body } = await redeem(one);
    expect((await redeem(one, parameters)).body['error']).toBe('invalid_grant');
    expect(await live(body['access_token'], body['refresh_token'])).toEqual([false, false]);
  });

  it('may be forgiven never', async () => {
    const { code, redeem, live } = codeServer({ gracePeriod: 0 });
    const one = await code();
    const { body } = await redeem(one);
    expect((await redeem(one)).status).toBe(400);
    expect(await live(body['access_token'])).toEqual([false]);
  });
});

// #92
it('neither store nor events know a secret', async () => {
  const changes: Change[] = [];
  const wrap = (store: Store): Store => ({
    ...store,
    commit: (all) => {
      changes.push(...all);
      return store.commit(all);
    },
  });
  const { code, redeem, events } = codeServer({}, { wrap });
  const one = await code();
  const { body } = await redeem(one);
  await redeem(one, { code_verifier: 'b'.repeat(43) });
  const seen = inspect([changes, events.all], { depth: null, maxStringLength: null });
  expect(changes).toHaveLength(4);
  for (const secret of [one, body['access_token'], body['refresh_token'], verifier])
    expect(seen).not.toContain(textOf(secret));
});
