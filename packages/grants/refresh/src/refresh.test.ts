import { describe, expect, it } from 'vitest';
import type { Client } from '@oauth/core';
import { findToken } from '@oauth/core/plugin';
import { publicClient, refreshServer, textOf } from '../test/refresh-server.js';

const day = 86_400;

describe('a refresh token', () => {
  // [E11]
  it('gives a new pair and is replaced (RFC 6749 section 6)', async () => {
    const { begin, use, live } = refreshServer();
    const first = (await begin()).body;
    const response = await use(first['refresh_token']);
    expect(response.status).toBe(200);
    expect(response.headers).toMatchObject({ 'Cache-Control': 'no-store' });
    const { access_token, refresh_token, ...others } = response.body;
    expect(others).toEqual({ token_type: 'Bearer', expires_in: 3600, scope: 'read write' });
    expect(access_token).not.toBe(first['access_token']);
    expect(refresh_token).not.toBe(first['refresh_token']);
    expect(await live(access_token, refresh_token, first['access_token'])).toEqual(
      Array(3).fill(true),
    );
  });

  it('keeps who agreed to what', async () => {
    const { begin, use, server } = refreshServer();
    const { body } = await use((await begin('read')).body['refresh_token']);
    for (const member of ['access_token', 'refresh_token'])
      expect(await findToken(server.context, textOf(body[member]))).toMatchObject({
        clientId: 'app',
        subject: 'alice',
        data: { scope: 'read', audience: ['api'], details: { acr: '2' } },
      });
  });

  it('leaves one chain over many rotations, all of one grant', async () => {
    const { begin, use, chains, clock } = refreshServer();
    let { body } = await begin();
    const grantId = textOf(body['refresh_token']).slice(0, 16);
    for (let rotation = 0; rotation < 100; rotation += 1) {
      clock.advance(3600);
      ({ body } = await use(body['refresh_token']));
      expect(await chains()).toMatchObject([{ grantId }]);
    }
  });

  it('is not anything else', async () => {
    const { begin, use, events } = refreshServer();
    const { body } = await begin();
    for (const token of [body['access_token'], 'x', `${textOf(body['refresh_token'])}a`, 'é'])
      expect((await use(token)).body['error']).toBe('invalid_grant');
    expect((await use('')).body['error']).toBe('invalid_request');
    expect(events.of('request.refused')[0]).toMatchObject({
      reason: 'refresh_token.unknown',
      clientId: 'app',
    });
  });

  // #178
  it('does not come in a URL', async () => {
    const { server, begin, events } = refreshServer();
    const token = textOf((await begin()).body['refresh_token']);
    const url = `https://auth.example/token?grant_type=refresh_token&refresh_token=${token}`;
    const body = new URLSearchParams({ client_id: 'app' });
    const response = await server.handle(new Request(url, { method: 'POST', body }));
    expect(response.status).toBe(400);
    expect(JSON.stringify([response, events.all])).not.toContain(token);
  });
});

describe('whose it is', () => {
  // #167
  it('another client gets nothing for it, and spends nothing', async () => {
    const { begin, use, app, web, chains } = refreshServer();
    const own = (await begin('read', web)).body['refresh_token'];
    expect((await use(own)).body['error']).toBe('invalid_grant');
    expect((await use(own, { client_id: 'web' }, app)).status).toBe(401);
    expect(await chains()).toHaveLength(1);
    expect((await use(own, {}, web)).status).toBe(200);
    // Nor can it set off the alarm once the token is spent.
    expect((await use(own)).body['error']).toBe('invalid_grant');
    expect(await chains()).toHaveLength(1);
  });

  // #176
  it('a client that does not refresh gets none', async () => {
    const { begin, use, web, short } = refreshServer();
    expect((await begin('read', short)).body).not.toHaveProperty('refresh_token');
    const own = (await begin('read', web)).body['refresh_token'];
    expect((await use(own, {}, short)).body['error']).toBe('unauthorized_client');
  });
});

describe('scope', () => {
  // #169
  it('may be narrower, and the full one again later', async () => {
    const { begin, use } = refreshServer();
    const first = await begin();
    const narrow = await use(first.body['refresh_token'], { scope: 'read' });
    expect(narrow.body['scope']).toBe('read');
    const full = await use(narrow.body['refresh_token'], { scope: 'write read' });
    expect(full.body['scope']).toBe('write read');
    expect((await use(full.body['refresh_token'])).body['scope']).toBe('read write');
  });

  // [E11] #170
  it.each(['admin', 'read admin', 'READ', '"', ' read', 'read  write'])(
    '%j is refused, and the token is not spent',
    async (scope) => {
      const { begin, use, chains } = refreshServer();
      const token = (await begin()).body['refresh_token'];
      expect((await use(token, { scope })).body['error']).toBe('invalid_scope');
      expect(await chains()).toHaveLength(1);
      expect((await use(token)).status).toBe(200);
    },
  );

  // #170
  it('what the client may have but was not granted is refused', async () => {
    const { begin, use } = refreshServer();
    const token = (await begin('read')).body['refresh_token'];
    expect((await use(token, { scope: 'read write' })).body['error']).toBe('invalid_scope');
  });
});

// #172
describe('its end', () => {
  it('comes when it was not used for 30 days', async () => {
    const { begin, use, clock } = refreshServer();
    let token = (await begin()).body['refresh_token'];
    clock.advance(30 * day - 1);
    token = (await use(token)).body['refresh_token'];
    clock.advance(30 * day);
    expect((await use(token)).body['error']).toBe('invalid_grant');
  });

  it('comes 180 days after the authorization, however often it was used', async () => {
    const { begin, use, clock } = refreshServer();
    let token = (await begin()).body['refresh_token'];
    for (let week = 0; week < 25; week += 1) {
      clock.advance(7 * day);
      token = (await use(token)).body['refresh_token'];
    }
    clock.advance(5 * day - 1);
    const last = await use(token);
    expect(last.status).toBe(200);
    clock.advance(1);
    expect((await use(last.body['refresh_token'])).body['error']).toBe('invalid_grant');
  });

  it('is one for each client where it is a function', async () => {
    const idleLifetime = ({ client_id }: Client) => (client_id === 'app' ? 60 : 600);
    const absoluteLifetime = ({ client_id }: Client) => (client_id === 'app' ? 90 : 6000);
    const { begin, use, clock, web } = refreshServer({ idleLifetime, absoluteLifetime });
    let [app, other] = [await begin(), await begin('read', web)];
    clock.advance(59);
    [app, other] = [
      await use(app.body['refresh_token']),
      await use(other.body['refresh_token'], {}, web),
    ];
    expect([app.status, other.status]).toEqual([200, 200]);
    clock.advance(31);
    expect((await use(app.body['refresh_token'])).status).toBe(400);
    expect((await use(other.body['refresh_token'], {}, web)).status).toBe(200);
  });
});

describe('a scope that was taken from the client since', () => {
  it('is left out of new tokens, and comes back with the registration', async () => {
    let scope = 'read write';
    const find = (client_id: string) => ({ ...publicClient, client_id, scope });
    const { begin, use } = refreshServer({}, undefined, {}, { clients: find });
    const first = await begin('read write');
    scope = 'read';
    const narrowed = await use(first.body['refresh_token']);
    expect([narrowed.status, narrowed.body['scope']]).toEqual([200, 'read']);
    const asked = await use(narrowed.body['refresh_token'], { scope: 'write' });
    expect(asked.body['error']).toBe('invalid_scope');
    scope = 'read write';
    const again = await use(narrowed.body['refresh_token']);
    expect(again.body['scope']).toBe('read write');
  });

  it('was it all of them, the refresh is refused and the token is not spent', async () => {
    let scope: string | undefined = 'read';
    const find = (client_id: string) => ({ ...publicClient, client_id, scope });
    const { begin, use, events } = refreshServer({}, undefined, {}, { clients: find });
    const { body } = await begin('read');
    scope = undefined;
    const refused = await use(body['refresh_token']);
    expect([refused.status, refused.body['error']]).toEqual([400, 'invalid_scope']);
    expect(events.of('request.refused')).toMatchObject([{ reason: 'scope.not_allowed' }]);
    scope = 'read';
    expect((await use(body['refresh_token'])).status).toBe(200);
  });
});

// #173
describe('canContinue', () => {
  it('false ends the grant', async () => {
    const asked: unknown[] = [];
    let active = true;
    const { begin, use, live, events } = refreshServer({
      canContinue: async ({ subject }, { client_id }) => {
        asked.push([subject, client_id]);
        return active;
      },
    });
    const first = await begin();
    const second = await use(first.body['refresh_token']);
    active = false;
    const { status, body } = await use(second.body['refresh_token']);
    expect({ status, error: body['error'] }).toEqual({ status: 400, error: 'invalid_grant' });
    expect(asked).toEqual(Array(2).fill(['alice', 'app']));
    expect(
      await live(
        first.body['access_token'],
        second.body['access_token'],
        second.body['refresh_token'],
      ),
    ).toEqual(Array(3).fill(false));
    expect(events.of('grant.revoked')).toMatchObject([{ reason: 'grant.ended' }]);
  });

  it('throwing leaves all as it was', async () => {
    const { begin, use, chains } = refreshServer({
      canContinue: () => {
        throw new Error('directory is down');
      },
    });
    const { status, text } = await use((await begin()).body['refresh_token']);
    expect(status).toBe(500);
    expect(text).not.toContain('directory');
    expect(await chains()).toHaveLength(1);
  });
});

// [E12]
describe('rotate: false', () => {
  it('keeps the token, and moves its end', async () => {
    const { begin, use, clock, chains } = refreshServer({ rotate: false });
    const token = (await begin()).body['refresh_token'];
    const tokens = new Set<unknown>();
    for (let month = 0; month < 6; month += 1) {
      clock.advance(29 * day);
      const { status, body } = await use(token, { scope: 'read' });
      expect([status, body['refresh_token'], body['scope']]).toEqual([200, token, 'read']);
      tokens.add(body['access_token']);
    }
    expect(tokens.size).toBe(6);
    expect(await chains()).toMatchObject([{ data: { scope: 'read write' } }]);
    clock.advance(6 * day);
    expect((await use(token)).body['error']).toBe('invalid_grant');
  });

  it('may be for some clients', async () => {
    const rotate = ({ client_id }: Client) => client_id === 'app';
    const { begin, use, web } = refreshServer({ rotate });
    const own = (await begin('read', web)).body['refresh_token'];
    expect((await use(own, {}, web)).body['refresh_token']).toBe(own);
    const rotated = (await begin()).body['refresh_token'];
    expect((await use(rotated)).body['refresh_token']).not.toBe(rotated);
  });

  it('issues nothing for a grant that was revoked meanwhile', async () => {
    let meanwhile = async (): Promise<unknown> => undefined;
    const { begin, use, store, chains, live } = refreshServer({ rotate: false }, (inner) => ({
      ...inner,
      commit: async (changes) => {
        await meanwhile();
        return inner.commit(changes);
      },
    }));
    const token = textOf((await begin()).body['refresh_token']);
    meanwhile = async () => store.revoke({ grantId: token.slice(0, 16) });
    const { status, body } = await use(token);
    expect(status).toBe(400);
    expect(await live(token, body['access_token'])).toEqual([false, false]);
    expect(await chains()).toEqual([]);
  });
});
