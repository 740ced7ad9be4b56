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

const registration = { scope: 'read write', grant_types: ['password', 'refresh_token'] };

/** Gives every grant a refresh token; the refresh grant itself is another package. */
const refreshTokens: Plugin = {
  name: 'refresh tokens',
  refreshTokens: () => ({ expiresAt: 4_000_000_000, data: {} }),
};

function passwordServer(
  options: Partial<PasswordOptions> = {},
  serverOptions: Partial<ServerOptions> = {},
) {
  const events = recordEvents();
  const waits: number[] = [];
  const wait = async (milliseconds: number) => waits.push(milliseconds);
  const server = createServer({
    issuer: 'https://auth.example',
    clients: [
      { ...registration, client_id: 'app', token_endpoint_auth_method: 'none' },
      { ...registration, client_id: 'web', client_secret: 'web-secret' },
      { ...registration, client_id: 'modern', client_secret: 'x', grant_types: [] },
    ],
    store: memoryStore(),
    onEvent: events.onEvent,
    plugins: [password({ authenticateUser, wait, ...options }), refreshTokens],
    ...serverOptions,
  });
  const app = testClient(server, { client_id: 'app' });
  const signIn = (parameters = {}, client = app) =>
    client.token({ grant_type: 'password', ...alice, ...parameters });
  return { server, events, waits, app, signIn };
}

// [E9]
describe('the right password (RFC 6749 section 4.3)', () => {
  it('gets tokens for the user it belongs to', async () => {
    const { signIn, server, waits } = passwordServer();
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
    const { signIn, server, app } = passwordServer();
    expect((await signIn({ client_id: 'web' }, app)).status).toBe(401);
    const web = testClient(server, { client_id: 'web', client_secret: 'web-secret' });
    expect((await signIn({}, web)).status).toBe(200);
  });

  it('is not enough for a client that is not registered for the grant', async () => {
    const { signIn, server } = passwordServer();
    const modern = testClient(server, { client_id: 'modern', client_secret: 'x' });
    expect((await signIn({}, modern)).body['error']).toBe('unauthorized_client');
  });

  it('is not enough for a scope that the client may not have', async () => {
    const { signIn, waits } = passwordServer({
      authenticateUser: () => {
        throw new Error('The password must not be verified.');
      },
    });
    expect((await signIn({ scope: 'admin' })).body['error']).toBe('invalid_scope');
    expect(waits).toEqual([]);
  });
});

// #152
it('the password grant is unsupported without this package', async () => {
  const withoutGrants: Plugin = { ...password({ authenticateUser }), grants: {} };
  const clients = [
    { ...registration, grant_types: [], client_id: 'app', token_endpoint_auth_method: 'none' },
  ];
  const { signIn } = passwordServer({}, { plugins: [withoutGrants], clients });
  expect((await signIn()).body['error']).toBe('unsupported_grant_type');
});

// [E9]
describe('an unknown user and a wrong password', () => {
  const unknownUser = { username: 'bob' };
  const wrongPassword = { password: 'wrong' };

  it('get equal responses and equal events', async () => {
    const { signIn, events } = passwordServer();
    const responses = [await signIn(unknownUser), await signIn(wrongPassword)];
    expect(responses[0]).toEqual(responses[1]);
    expect(responses[0]).toMatchObject({
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

  it('are refused after refusalDelayMs, however long authenticateUser took', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const durationsMs: Readonly<Record<string, number>> = { alice: 80, bob: 0, carol: 700 };
    const { signIn, waits } = passwordServer({
      refusalDelayMs: 200,
      authenticateUser: (username) => {
        vi.setSystemTime(Date.now() + (durationsMs[username] ?? 0));
        return undefined;
      },
    });
    for (const username of Object.keys(durationsMs)) await signIn({ username });
    expect(waits).toEqual([120, 200, 0]);
  });

  it('are refused after half a second by default', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    for (const [refusalDelayMs, expected] of [
      [undefined, 500],
      [0, 0],
    ] as const) {
      const { signIn, waits } = passwordServer({ refusalDelayMs });
      await signIn(unknownUser);
      expect(waits).toEqual([expected]);
    }
  });

  it('are refused only when the timer of the delay has fired', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout'] });
    const { signIn } = passwordServer({ wait: undefined });
    let isAnswered = false;
    const response = signIn(wrongPassword).finally(() => {
      isAnswered = true;
    });
    await vi.advanceTimersByTimeAsync(499);
    expect(isAnswered).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect((await response).status).toBe(400);
  });
});

describe('a password request', () => {
  it.each(['username', 'password'])(
    'is refused with invalid_request if %s is missing, empty or repeated',
    async (name) => {
      const { signIn, app } = passwordServer();
      for (const value of [undefined, '', ['a', 'b']])
        expect((await signIn({ [name]: value })).body['error']).toBe('invalid_request');
      expect((await app.token(`grant_type=password&${name}=%zz`)).status).toBe(400);
    },
  );

  it('gets server_error without details when authenticateUser throws', async () => {
    const cause = new Error('ldap://admin:pw@directory');
    const { signIn, events, waits } = passwordServer({
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

  it('is refused with the OAuthError that authenticateUser throws', async () => {
    const { signIn } = passwordServer({
      authenticateUser: () => {
        throw new OAuthError('temporarily_unavailable', { reason: 'user.throttled' });
      },
    });
    expect(await signIn()).toMatchObject({
      status: 503,
      body: { error: 'temporarily_unavailable' },
    });
  });

  it.each([-1, NaN, Infinity, 3_600_000])(
    'cannot have a refusalDelayMs of %d',
    (refusalDelayMs) => {
      expect(() => passwordServer({ refusalDelayMs })).toThrow(ConfigurationError);
    },
  );
});

it('a misspelt option is a configuration fault', () => {
  const misspelt: object = { authenticateUser, refusalDelay: 1 };
  expect(() => passwordServer(misspelt)).toThrow(
    'password.refusalDelay: is not an option; the options are authenticateUser, ',
  );
});

// #92
it('no event contains a user name or a password', async () => {
  const { signIn, events } = passwordServer();
  const secrets = ['hunter2-secret', 'someone-at-example'];
  await signIn({ username: secrets[1], password: secrets[0] });
  await signIn();
  const seen = inspect(events.all, { depth: null });
  for (const secret of [...secrets, alice.password]) expect(seen).not.toContain(secret);
});
