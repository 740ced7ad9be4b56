import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Change, Store } from '@oauth/core';
import { findToken } from '@oauth/core/plugin';
import { callback, clients, codeServer, expectText, verifier } from '../test/code-server.js';

const refusalEvents = (reason: string) => [{ reason, error: 'invalid_grant', clientId: 'app' }];

describe('an authorization code', () => {
  // [E3]
  it('is redeemed for tokens of the approved scope (RFC 6749 section 4.1.4)', async () => {
    const { requestCode, redeemCode } = codeServer({}, { authorize: () => ({ approve }) });
    const approve = { subject: 'alice', scope: ['read'], audience: ['api'], details: { acr: '2' } };
    const response = await redeemCode(await requestCode({ scope: 'read write' }));
    expect(response.status).toBe(200);
    expect(response.headers).toMatchObject({ 'Cache-Control': 'no-store' });
    const { access_token, refresh_token, ...otherMembers } = response.body;
    expect(otherMembers).toEqual({ token_type: 'Bearer', expires_in: 3600, scope: 'read' });
    expect([access_token, refresh_token]).toEqual([expect.any(String), expect.any(String)]);
  });

  it('gives tokens whose records have the approved subject, audience and details', async () => {
    const approve = { subject: 'alice', audience: ['api'], details: { acr: '2' } };
    const { requestCode, redeemCode, server } = codeServer({}, { authorize: () => ({ approve }) });
    const { body } = await redeemCode(await requestCode({ scope: 'read' }));
    for (const member of ['access_token', 'refresh_token'])
      expect(await findToken(server.context, expectText(body[member]))).toMatchObject({
        clientId: 'app',
        subject: 'alice',
        data: { scope: 'read', audience: ['api'], details: { acr: '2' } },
      });
  });

  it('of a confidential client is redeemed by that client', async () => {
    const { requestCode, redeemCode, web } = codeServer();
    expect((await redeemCode(await requestCode({ client_id: 'web' }), {}, web)).status).toBe(200);
  });

  it('is refused with 400 if it is missing, unknown or malformed', async () => {
    const { redeemCode, events } = codeServer();
    for (const code of ['', 'x', 'é', '\0', 'a'.repeat(60), 'a'.repeat(5000)])
      expect((await redeemCode(code)).status).toBe(400);
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
  it('can be redeemed for 60 seconds and not longer', async () => {
    const { requestCode, redeemCode, clock } = codeServer();
    const [early, late] = [await requestCode(), await requestCode()];
    clock.advance(59);
    expect((await redeemCode(early)).status).toBe(200);
    clock.advance(1);
    expect((await redeemCode(late)).body['error']).toBe('invalid_grant');
  });

  it('can be redeemed for no longer than codeLifetime', async () => {
    const { requestCode, redeemCode, clock } = codeServer({ codeLifetime: 5 });
    const code = await requestCode();
    clock.advance(5);
    expect((await redeemCode(code)).status).toBe(400);
  });

  // [E2] #91
  it('is unique, and has 256 random bits in characters that are safe in a URL', async () => {
    const { requestCode } = codeServer();
    const codes = await Promise.all(Array.from({ length: 1000 }, () => requestCode()));
    expect(new Set(codes).size).toBe(1000);
    // The first 16 characters are the grant's route, which is not secret; the other 43 are random.
    for (const code of codes) expect(code).toMatch(/^[A-Za-z0-9_-]{59}$/);
    expect(new Set(codes.map((code) => code.slice(16))).size).toBe(1000);
  });
});

describe('the client of a code', () => {
  // #85 #86
  it('is the only one that can redeem or spend it', async () => {
    const { requestCode, redeemCode, other, areLive, events } = codeServer();
    const code = await requestCode();
    expect((await redeemCode(code, {}, other)).body['error']).toBe('invalid_grant');
    const { body } = await redeemCode(code);
    expect((await redeemCode(code, {}, other)).body['error']).toBe('invalid_grant');
    expect(await areLive(body['access_token'], body['refresh_token'])).toEqual([true, true]);
    const refused = { reason: 'code.unknown', clientId: 'other' };
    expect(events.of('request.refused')).toMatchObject([refused, refused]);
  });

  // #88
  it('does not lose it to a request that fails to authenticate', async () => {
    const { requestCode, redeemCode, app, web } = codeServer();
    const code = await requestCode({ client_id: 'web' });
    const wrong = { client_id: 'web', client_secret: 'wrong' };
    expect((await redeemCode(code, wrong, app)).status).toBe(401);
    expect((await redeemCode(code, {}, web)).status).toBe(200);
  });

  // #95
  it('cannot redeem it while its registration is gone', async () => {
    const findClient = (id: string) =>
      isRegistered ? clients.find(({ client_id }) => client_id === id) : undefined;
    let isRegistered = true;
    const { requestCode, redeemCode } = codeServer({}, { clients: findClient });
    const code = await requestCode();
    isRegistered = false;
    expect(await redeemCode(code)).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    isRegistered = true;
    expect((await redeemCode(code)).status).toBe(200);
  });
});

// [E4] #50
describe('the redirect_uri of a redemption (RFC 6749 section 4.1.3)', () => {
  const secondUri = `${callback}2`;
  const clientsWithTwoUris = clients.map((client) => ({
    ...client,
    redirect_uris: [callback, secondUri],
  }));

  it.each([
    ['different', secondUri],
    ['different by a slash', `${callback}/`],
    ['missing', undefined],
  ])('spends the code and is refused if it is %s', async (_, redirect_uri) => {
    const { requestCode, redeemCode, events } = codeServer({}, { clients: clientsWithTwoUris });
    const code = await requestCode();
    expect((await redeemCode(code, { redirect_uri })).body['error']).toBe('invalid_grant');
    expect(events.of('request.refused')).toMatchObject(refusalEvents('redirect_uri.mismatch'));
    expect((await redeemCode(code)).status).toBe(400);
  });

  // #41
  it('may be left out if the authorization request left it out', async () => {
    const { requestCode, redeemCode } = codeServer();
    for (const [redirect_uri, status] of [[undefined, 200] as const, [callback, 200] as const]) {
      const code = await requestCode({ redirect_uri: undefined });
      expect((await redeemCode(code, { redirect_uri })).status).toBe(status);
    }
    const code = await requestCode({ redirect_uri: undefined });
    expect((await redeemCode(code, { redirect_uri: secondUri })).status).toBe(400);
  });
});

describe('a redemption', () => {
  // #94 #89
  it('cannot change the scope of the code', async () => {
    const { requestCode, redeemCode } = codeServer();
    for (const scope of ['read write', 'admin', '"'])
      expect(
        (await redeemCode(await requestCode({ scope: 'read' }), { scope })).body['scope'],
      ).toBe('read');
  });

  it('is refused for a client that is not registered for the grant, as is its code', async () => {
    const otherClients = clients.map((client) => ({ ...client, grant_types: ['refresh_token'] }));
    const { authorize, redeemCode, requestCode } = codeServer({}, { clients: otherClients });
    expect((await authorize())['error']).toBe('unauthorized_client');
    expect((await redeemCode(await requestCode())).body['error']).toBe('unauthorized_client');
  });
});

// [E3]
describe('a code that is presented again', () => {
  it('within the grace period is refused, and its tokens stay live', async () => {
    const { requestCode, redeemCode, clock, areLive, events } = codeServer();
    const code = await requestCode();
    const { body } = await redeemCode(code);
    clock.advance(9);
    expect((await redeemCode(code)).body['error']).toBe('invalid_grant');
    expect(await areLive(body['access_token'], body['refresh_token'])).toEqual([true, true]);
    expect(events.of('request.refused')).toMatchObject(refusalEvents('code.raced'));
  });

  it('by a request that waited for the store is refused, and its tokens stay live', async () => {
    let next: (() => Promise<void>) | undefined;
    const wrapStore = (store: Store): Store => ({
      ...store,
      async get(id) {
        const wait = next;
        next = undefined;
        await wait?.();
        return store.get(id);
      },
    });
    const { requestCode, redeemCode, clock, areLive, events } = codeServer({}, { wrapStore });
    const code = await requestCode();
    const tokens: unknown[] = [];
    next = async () => {
      clock.advance(12);
      tokens.push((await redeemCode(code)).body['access_token']);
    };
    expect((await redeemCode(code)).body['error']).toBe('invalid_grant');
    expect(await areLive(...tokens)).toEqual([true]);
    expect(events.of('request.refused')).toMatchObject(refusalEvents('code.raced'));
  });

  it.each([10, 120])('%d seconds later ends its grant', async (seconds) => {
    const { requestCode, redeemCode, clock, areLive, events } = codeServer();
    const code = await requestCode();
    const { body } = await redeemCode(code);
    clock.advance(seconds);
    expect((await redeemCode(code)).body['error']).toBe('invalid_grant');
    expect(await areLive(code, body['access_token'], body['refresh_token'])).toEqual(
      Array(3).fill(false),
    );
    expect(events.of('grant.revoked')).toMatchObject([{ clientId: 'app', reason: 'code.reused' }]);
  });

  it('after a clock jumped back ends its grant', async () => {
    const { requestCode, redeemCode, clock, areLive } = codeServer();
    const code = await requestCode();
    const { body } = await redeemCode(code);
    clock.advance(-3600);
    expect((await redeemCode(code)).status).toBe(400);
    expect(await areLive(body['access_token'])).toEqual([false]);
  });

  it.each([
    ['a different verifier', { code_verifier: 'b'.repeat(43) }],
    ['no verifier', { code_verifier: undefined }],
    ['a different redirect URI', { redirect_uri: `${callback}2` }],
  ])('with %s ends its grant at once', async (_, parameters) => {
    const { requestCode, redeemCode, areLive } = codeServer();
    const code = await requestCode();
    const { body } = await redeemCode(code);
    expect((await redeemCode(code, parameters)).body['error']).toBe('invalid_grant');
    expect(await areLive(body['access_token'], body['refresh_token'])).toEqual([false, false]);
  });

  it('ends its grant at once with a gracePeriod of 0', async () => {
    const { requestCode, redeemCode, areLive } = codeServer({ gracePeriod: 0 });
    const code = await requestCode();
    const { body } = await redeemCode(code);
    expect((await redeemCode(code)).status).toBe(400);
    expect(await areLive(body['access_token'])).toEqual([false]);
  });
});

// #92
it('neither the store nor an event contains a code, a token or a verifier', async () => {
  const changes: Change[] = [];
  const wrapStore = (store: Store): Store => ({
    ...store,
    commit: (committed) => {
      changes.push(...committed);
      return store.commit(committed);
    },
  });
  const { requestCode, redeemCode, events } = codeServer({}, { wrapStore });
  const code = await requestCode();
  const { body } = await redeemCode(code);
  await redeemCode(code, { code_verifier: 'b'.repeat(43) });
  const seen = inspect([changes, events.all], { depth: null, maxStringLength: null });
  expect(changes).toHaveLength(4);
  for (const secret of [code, body['access_token'], body['refresh_token'], verifier])
    expect(seen).not.toContain(expectText(secret));
});
