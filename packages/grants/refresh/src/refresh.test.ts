import { describe, expect, it } from 'vitest';
import type { Client } from '@oauth/core';
import { findToken } from '@oauth/core/plugin';
import { publicClient, refreshServer, expectText } from '../test/refresh-server.js';

const day = 86_400;

describe('a refresh token', () => {
  // [E11]
  it('gives new tokens and is replaced (RFC 6749 section 6)', async () => {
    const { startGrant, requestRefresh, areLive } = refreshServer();
    const first = (await startGrant()).body;
    const response = await requestRefresh(first['refresh_token']);
    expect(response.status).toBe(200);
    expect(response.headers).toMatchObject({ 'Cache-Control': 'no-store' });
    const { access_token, refresh_token, ...others } = response.body;
    expect(others).toEqual({ token_type: 'Bearer', expires_in: 3600, scope: 'read write' });
    expect(access_token).not.toBe(first['access_token']);
    expect(refresh_token).not.toBe(first['refresh_token']);
    expect(await areLive(access_token, refresh_token, first['access_token'])).toEqual(
      Array(3).fill(true),
    );
  });

  it('gives tokens with the subject, audience and details of the grant', async () => {
    const { startGrant, requestRefresh, server } = refreshServer();
    const { body } = await requestRefresh((await startGrant('read')).body['refresh_token']);
    for (const member of ['access_token', 'refresh_token'])
      expect(await findToken(server.context, expectText(body[member]))).toMatchObject({
        clientId: 'app',
        subject: 'alice',
        data: { scope: 'read', audience: ['api'], details: { acr: '2' } },
      });
  });

  it('leaves one usable refresh token of the grant over 100 rotations', async () => {
    const { startGrant, requestRefresh, findUsableRefreshTokens, clock } = refreshServer();
    let { body } = await startGrant();
    const grantId = expectText(body['refresh_token']).slice(0, 16);
    for (let rotation = 0; rotation < 100; rotation += 1) {
      clock.advance(3600);
      ({ body } = await requestRefresh(body['refresh_token']));
      expect(await findUsableRefreshTokens()).toMatchObject([{ grantId }]);
    }
  });

  it('cannot be replaced by an access token or another text', async () => {
    const { startGrant, requestRefresh, events } = refreshServer();
    const { body } = await startGrant();
    for (const token of [body['access_token'], 'x', `${expectText(body['refresh_token'])}a`, 'é'])
      expect((await requestRefresh(token)).body['error']).toBe('invalid_grant');
    expect((await requestRefresh('')).body['error']).toBe('invalid_request');
    expect(events.of('request.refused')[0]).toMatchObject({
      reason: 'refresh_token.unknown',
      clientId: 'app',
    });
  });

  // #178
  it('is refused in a URL', async () => {
    const { server, startGrant, events } = refreshServer();
    const token = expectText((await startGrant()).body['refresh_token']);
    const url = `https://auth.example/token?grant_type=refresh_token&refresh_token=${token}`;
    const body = new URLSearchParams({ client_id: 'app' });
    const response = await server.handle(new Request(url, { method: 'POST', body }));
    expect(response.status).toBe(400);
    expect(JSON.stringify([response, events.all])).not.toContain(token);
  });
});

describe('the client of a refresh token', () => {
  // #167
  it('is the only one that can use or spend it', async () => {
    const { startGrant, requestRefresh, app, web, findUsableRefreshTokens } = refreshServer();
    const own = (await startGrant('read', web)).body['refresh_token'];
    expect((await requestRefresh(own)).body['error']).toBe('invalid_grant');
    expect((await requestRefresh(own, { client_id: 'web' }, app)).status).toBe(401);
    expect(await findUsableRefreshTokens()).toHaveLength(1);
    expect((await requestRefresh(own, {}, web)).status).toBe(200);
    // Another client cannot cause reuse detection with the spent token either.
    expect((await requestRefresh(own)).body['error']).toBe('invalid_grant');
    expect(await findUsableRefreshTokens()).toHaveLength(1);
  });

  // #176
  it('gets none unless it is registered for the refresh grant', async () => {
    const { startGrant, requestRefresh, web, short } = refreshServer();
    expect((await startGrant('read', short)).body).not.toHaveProperty('refresh_token');
    const own = (await startGrant('read', web)).body['refresh_token'];
    expect((await requestRefresh(own, {}, short)).body['error']).toBe('unauthorized_client');
  });
});

describe('the scope of a refresh', () => {
  // #169
  it('can be narrower, and the full scope again later', async () => {
    const { startGrant, requestRefresh } = refreshServer();
    const first = await startGrant();
    const narrow = await requestRefresh(first.body['refresh_token'], { scope: 'read' });
    expect(narrow.body['scope']).toBe('read');
    const full = await requestRefresh(narrow.body['refresh_token'], { scope: 'write read' });
    expect(full.body['scope']).toBe('write read');
    expect((await requestRefresh(full.body['refresh_token'])).body['scope']).toBe('read write');
  });

  // [E11] #170
  it.each(['admin', 'read admin', 'READ', '"', ' read', 'read  write'])(
    'is refused as %j, and the token is not spent',
    async (scope) => {
      const { startGrant, requestRefresh, findUsableRefreshTokens } = refreshServer();
      const token = (await startGrant()).body['refresh_token'];
      expect((await requestRefresh(token, { scope })).body['error']).toBe('invalid_scope');
      expect(await findUsableRefreshTokens()).toHaveLength(1);
      expect((await requestRefresh(token)).status).toBe(200);
    },
  );

  // #170
  it('is refused beyond what was granted, even if the client is registered for it', async () => {
    const { startGrant, requestRefresh } = refreshServer();
    const token = (await startGrant('read')).body['refresh_token'];
    expect((await requestRefresh(token, { scope: 'read write' })).body['error']).toBe(
      'invalid_scope',
    );
  });
});

// #172
describe('the end of a refresh token', () => {
  it('comes when it is unused for 30 days', async () => {
    const { startGrant, requestRefresh, clock } = refreshServer();
    let token = (await startGrant()).body['refresh_token'];
    clock.advance(30 * day - 1);
    token = (await requestRefresh(token)).body['refresh_token'];
    clock.advance(30 * day);
    expect((await requestRefresh(token)).body['error']).toBe('invalid_grant');
  });

  it('comes 180 days after the authorization, however often it was used', async () => {
    const { startGrant, requestRefresh, clock } = refreshServer();
    let token = (await startGrant()).body['refresh_token'];
    for (let week = 0; week < 25; week += 1) {
      clock.advance(7 * day);
      token = (await requestRefresh(token)).body['refresh_token'];
    }
    clock.advance(5 * day - 1);
    const last = await requestRefresh(token);
    expect(last.status).toBe(200);
    clock.advance(1);
    expect((await requestRefresh(last.body['refresh_token'])).body['error']).toBe('invalid_grant');
  });

  it('depends on the client where the lifetimes are functions', async () => {
    const idleLifetime = ({ client_id }: Client) => (client_id === 'app' ? 60 : 600);
    const absoluteLifetime = ({ client_id }: Client) => (client_id === 'app' ? 90 : 6000);
    const { startGrant, requestRefresh, clock, web } = refreshServer({
      idleLifetime,
      absoluteLifetime,
    });
    let [app, other] = [await startGrant(), await startGrant('read', web)];
    clock.advance(59);
    [app, other] = [
      await requestRefresh(app.body['refresh_token']),
      await requestRefresh(other.body['refresh_token'], {}, web),
    ];
    expect([app.status, other.status]).toEqual([200, 200]);
    clock.advance(31);
    expect((await requestRefresh(app.body['refresh_token'])).status).toBe(400);
    expect((await requestRefresh(other.body['refresh_token'], {}, web)).status).toBe(200);
  });
});

describe('a scope that was removed from the registration of the client', () => {
  it('is left out of new tokens until the client is registered for it again', async () => {
    let scope = 'read write';
    const findClient = (client_id: string) => ({ ...publicClient, client_id, scope });
    const { startGrant, requestRefresh } = refreshServer(
      {},
      undefined,
      {},
      { clients: findClient },
    );
    const first = await startGrant('read write');
    scope = 'read';
    const narrowed = await requestRefresh(first.body['refresh_token']);
    expect([narrowed.status, narrowed.body['scope']]).toEqual([200, 'read']);
    const removed = await requestRefresh(narrowed.body['refresh_token'], { scope: 'write' });
    expect(removed.body['error']).toBe('invalid_scope');
    scope = 'read write';
    const restored = await requestRefresh(narrowed.body['refresh_token']);
    expect(restored.body['scope']).toBe('read write');
  });

  it('makes the refresh fail if no other scope is left, without spending the token', async () => {
    let scope: string | undefined = 'read';
    const findClient = (client_id: string) => ({ ...publicClient, client_id, scope });
    const { startGrant, requestRefresh, events } = refreshServer(
      {},
      undefined,
      {},
      { clients: findClient },
    );
    const { body } = await startGrant('read');
    scope = undefined;
    const refused = await requestRefresh(body['refresh_token']);
    expect([refused.status, refused.body['error']]).toEqual([400, 'invalid_scope']);
    expect(events.of('request.refused')).toMatchObject([{ reason: 'scope.not_allowed' }]);
    scope = 'read';
    expect((await requestRefresh(body['refresh_token'])).status).toBe(200);
  });
});

// #173
describe('the option canContinue', () => {
  it('ends the grant when it returns false', async () => {
    const calls: unknown[] = [];
    let active = true;
    const { startGrant, requestRefresh, areLive, events } = refreshServer({
      canContinue: async ({ subject }, { client_id }) => {
        calls.push([subject, client_id]);
        return active;
      },
    });
    const first = await startGrant();
    const second = await requestRefresh(first.body['refresh_token']);
    active = false;
    const { status, body } = await requestRefresh(second.body['refresh_token']);
    expect({ status, error: body['error'] }).toEqual({ status: 400, error: 'invalid_grant' });
    expect(calls).toEqual(Array(2).fill(['alice', 'app']));
    expect(
      await areLive(
        first.body['access_token'],
        second.body['access_token'],
        second.body['refresh_token'],
      ),
    ).toEqual(Array(3).fill(false));
    expect(events.of('grant.revoked')).toMatchObject([{ reason: 'grant.ended' }]);
  });

  it('spends nothing when it throws', async () => {
    const { startGrant, requestRefresh, findUsableRefreshTokens } = refreshServer({
      canContinue: () => {
        throw new Error('directory is down');
      },
    });
    const { status, text } = await requestRefresh((await startGrant()).body['refresh_token']);
    expect(status).toBe(500);
    expect(text).not.toContain('directory');
    expect(await findUsableRefreshTokens()).toHaveLength(1);
  });
});

// [E12]
describe('the option rotate', () => {
  it('keeps the token and extends its idle lifetime when it is false', async () => {
    const { startGrant, requestRefresh, clock, findUsableRefreshTokens } = refreshServer({
      rotate: false,
    });
    const token = (await startGrant()).body['refresh_token'];
    const tokens = new Set<unknown>();
    for (let month = 0; month < 6; month += 1) {
      clock.advance(29 * day);
      const { status, body } = await requestRefresh(token, { scope: 'read' });
      expect([status, body['refresh_token'], body['scope']]).toEqual([200, token, 'read']);
      tokens.add(body['access_token']);
    }
    expect(tokens.size).toBe(6);
    expect(await findUsableRefreshTokens()).toMatchObject([{ data: { scope: 'read write' } }]);
    clock.advance(6 * day);
    expect((await requestRefresh(token)).body['error']).toBe('invalid_grant');
  });

  it('can be a function of the client', async () => {
    const rotate = ({ client_id }: Client) => client_id === 'app';
    const { startGrant, requestRefresh, web } = refreshServer({ rotate });
    const own = (await startGrant('read', web)).body['refresh_token'];
    expect((await requestRefresh(own, {}, web)).body['refresh_token']).toBe(own);
    const rotated = (await startGrant()).body['refresh_token'];
    expect((await requestRefresh(rotated)).body['refresh_token']).not.toBe(rotated);
  });

  it('issues nothing for a grant that was revoked meanwhile when it is false', async () => {
    let meanwhile = async (): Promise<unknown> => undefined;
    const { startGrant, requestRefresh, store, findUsableRefreshTokens, areLive } = refreshServer(
      { rotate: false },
      (inner) => ({
        ...inner,
        commit: async (changes) => {
          await meanwhile();
          return inner.commit(changes);
        },
      }),
    );
    const token = expectText((await startGrant()).body['refresh_token']);
    meanwhile = async () => store.revoke({ grantId: token.slice(0, 16) });
    const { status, body } = await requestRefresh(token);
    expect(status).toBe(400);
    expect(await areLive(token, body['access_token'])).toEqual([false, false]);
    expect(await findUsableRefreshTokens()).toEqual([]);
  });
});
