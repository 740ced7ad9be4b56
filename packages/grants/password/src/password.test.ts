import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  ConfigurationError,
  createServer,
  OAuthError,
  type Plugin,
  type ServerOptions,
} from '@oauth/core';
import { findToken } from '@oauth/core/plugin';
import { memoryStore } from '@oauth/store-memory';
import { recordEvents, testClient } from '@oauth/testing';
import { password, type AuthenticateUser, type PasswordOptions } from './index.js';

afterEach(() => vi.useRealTimers());

const alice = { username: 'alice', password: 'correct horse' };

const authenticateUser: AuthenticateUser = async (username, secret) =>
  username === alice.username && secret === alice.password
    ? { subject: 'user-1', details: { auth_time: 7 } }
    : undefined;

const client = { scope: 'read write', grant_types: ['password', 'refresh_token'] };

/** Refresh tokens for everybody: the grant itself is another package's. */
const refreshTokens: Plugin = {
  name: 'refresh tokens',
  refreshTokens: () => ({ expiresAt: 4_000_000_000, data: {} }),
};

function serve(options: Partial<PasswordOptions> = {}, others: Partial<ServerOptions> = {}) {
  const events = recordEvents();
  const waits: number[] = [];
  const wait = async (milliseconds: number) => waits.push(milliseconds);
  const server = createServer({
    issuer: 'https://auth.example',
    clients: [
      { ...client, client_id: 'app', token_endpoint_auth_method: 'none' },
      { ...client, client_id: 'web', client_secret: 'web-secret' },
      { ...client, client_id: 'modern', client_secret: 'x', grant_types: [] },
    ],
    store: memoryStore(),
    onEvent: events.onEvent,
    plugins: [password({ authenticateUser, wait, ...options }), refreshTokens],
    ...others,
  });
  const app = testClient(server, { client_id: 'app' });
  const signIn = (parameters = {}, as = app) =>
    as.token({ grant_type: 'password', ...alice, ...parameters });
  return { server, events, waits, app, signIn };
}

// [E9]
describe('the right password (RFC 6749 section 4.3)', () => {
  it('gets tokens for the user', async () => {
    const { signIn, server, waits } = serve();
    const { status, body } = await signIn({ scope: 'read' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'read' });
    expect(body).toHaveProperty('refresh_token');
    const [token] = Object.values(body);
    const record = await findToken(server.context, typeof token === 'string' ? token : '');
    expect(record).toMatchObject({ subject: 'user-1', data: { details: { auth_time: 7 } } });
    expect(waits).toEqual([]);
  });

  it('is not enough for a client that does not authenticate', async () => {
    const { signIn, server, app } = serve();
    expect((await signIn({ client_id: 'web' }, app)).status).toBe(401);
    const web = testClient(server, { client_id: 'web', client_secret: 'web-secret' });
    expect((await signIn({}, web)).status).toBe(200);
  });

  it('is not enough for a client that is not registered for the grant', async () => {
    const { signIn, server } = serve();
    const modern = testClient(server, { client_id: 'modern', client_secret: 'x' });
    expect((await signIn({}, modern)).body['error']).toBe('unauthorized_client');
  });

  it('is not enough for a scope that the client may not have', async () => {
    const { signIn, waits } = serve({
      authenticateUser: () => {
        throw new Error('nobody is asked');
      },
    });
    expect((await signIn({ scope: 'admin' })).body['error']).toBe('invalid_scope');
    expect(waits).toEqual([]);
  });
});

// #152
it('a server without this package does not know the grant', async () => {
  const other: Plugin = { ...password({ authenticateUser }), grants: {} };
  const clients = [
    { ...client, grant_types: [], client_id: 'app', token_endpoint_auth_method: 'none' },
  ];
  const { signIn } = serve({}, { plugins: [other], clients });
  expect((await signIn()).body['error']).toBe('unsupported_grant_type');
});

// [E9]
describe('unknown user and wrong password', () => {
  const unknown = { username: 'bob' };
  const wrong = { password: 'wrong' };

  it('get the same answer', async () => {
    const { signIn, events } = serve();
    const answers = [await signIn(unknown), await signIn(wrong)];
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({
      status: 400,
      body: {
        error: 'invalid_grant',
        error_description: 'The user name or password is wrong.',
      },
    });
    expect(events.all.map(({ timestampMs: _, ...event }) => event)).toEqual(
      Array(2).fill(
        expect.objectContaining({
          type: 'request.refused',
          reason: 'user.credentials',
          clientId: 'app',
        }),
      ),
    );
  });

  it('get it after the same time, whatever it took to find out', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const took: Readonly<Record<string, number>> = { alice: 80, bob: 0, carol: 700 };
    const { signIn, waits } = serve({
      refusalDelayMs: 200,
      authenticateUser: (username) => {
        vi.setSystemTime(Date.now() + (took[username] ?? 0));
        return undefined;
      },
    });
    for (const username of Object.keys(took)) await signIn({ username });
    expect(waits).toEqual([120, 200, 0]);
  });

  it('get it after half a second, unless it is said', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    for (const [refusalDelayMs, expected] of [
      [undefined, 500],
      [0, 0],
    ] as const) {
      const { signIn, waits } = serve({ refusalDelayMs });
      await signIn(unknown);
      expect(waits).toEqual([expected]);
    }
  });

  it('wait by a timer', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout'] });
    const { signIn } = serve({ wait: undefined });
    let answered = false;
    const answer = signIn(wrong).finally(() => {
      answered = true;
    });
    await vi.advanceTimersByTimeAsync(499);
    expect(answered).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect((await answer).status).toBe(400);
  });
});

describe('what else can be wrong', () => {
  it.each(['username', 'password'])('%s is missing, empty or there twice', async (name) => {
    const { signIn, app } = serve();
    for (const value of [undefined, '', ['a', 'b']])
      expect((await signIn({ [name]: value })).body['error']).toBe('invalid_request');
    expect((await app.token(`grant_type=password&${name}=%zz`)).status).toBe(400);
  });

  it('authenticateUser throws: server_error, and nothing leaks', async () => {
    const cause = new Error('ldap://admin:pw@directory');
    const { signIn, events, waits } = serve({
      authenticateUser: () => {
        throw cause;
      },
    });
    const response = await signIn();
    expect(response).toMatchObject({ status: 500, body: { error: 'server_error' } });
    expect(response.text).not.toContain('ldap');
    expect(events.all).toMatchObject([{ type: 'request.failed', cause }]);
    expect(waits).toEqual([]);
  });

  it('authenticateUser says why it refuses', async () => {
    const { signIn } = serve({
      authenticateUser: () => {
        throw new OAuthError('temporarily_unavailable', { reason: 'user.throttled' });
      },
    });
    expect(await signIn()).toMatchObject({
      status: 503,
      body: { error: 'temporarily_unavailable' },
    });
  });

  it.each([-1, NaN, Infinity, 3_600_000])('refusalDelayMs is %d', (refusalDelayMs) => {
    expect(() => serve({ refusalDelayMs })).toThrow(ConfigurationError);
  });
});

// #92
it('no event knows a user name or a password', async () => {
  const { signIn, events } = serve();
  const secrets = ['hunter2-secret', 'someone-at-example'];
  await signIn({ username: secrets[1], password: secrets[0] });
  await signIn();
  const seen = inspect(events.all, { depth: null });
  for (const secret of [...secrets, alice.password]) expect(seen).not.toContain(secret);
});
