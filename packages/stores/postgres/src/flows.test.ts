import { expect, it } from 'vitest';
import { createServer, type Server, type Store } from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { revocation } from '@oauth/endpoint-revoke';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { refresh } from '@oauth/grant-refresh';
import { fakeClock, testClient } from '@oauth/testing';
import { onPostgres } from '../test/on-postgres.js';
import { postgresStore, type PostgresPool } from './index.js';

const client = { client_id: 'app', client_secret: 'a-secret-of-at-least-32-characters' };
const redirect_uri = 'https://app.example/callback';
/** The pair of RFC 7636 appendix B. */
const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const code_challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

function serverOn(store: Store, rotate: boolean, clock: () => number): Server {
  return createServer({
    issuer: 'https://auth.example',
    clients: [
      {
        ...client,
        redirect_uris: [redirect_uri],
        grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
        scope: 'read',
      },
    ],
    store,
    clock,
    authorize: () => ({ approve: { subject: 'alice' } }),
    plugins: [
      authorizationCode(),
      clientCredentials(),
      refresh({ rotate }),
      introspection(),
      revocation(),
    ],
  });
}

async function newCode(server: Server): Promise<string> {
  const parameters = {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri,
    code_challenge,
    code_challenge_method: 'S256',
  };
  const url = `https://auth.example/authorize?${new URLSearchParams(parameters).toString()}`;
  const { headers } = await server.handle(new Request(url));
  return new URL(String(headers['Location'])).searchParams.get('code') ?? '';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

onPostgres('a flow', ({ name, connect, table }) => {
  async function flow(rotate: boolean) {
    const pool = connect();
    const sent: string[] = [];
    const watched: PostgresPool = {
      query(query) {
        sent.push('statement');
        return pool.query(query);
      },
      connect() {
        sent.push('transaction');
        return pool.connect();
      },
    };
    const clock = fakeClock();
    const store = await postgresStore(watched, { schema: name, prefix: await table() });
    const calls: string[] = [];
    async function counted<T>(call: string, work: () => T | Promise<T>): Promise<T> {
      sent.length = 0;
      const result = await work();
      calls.push(`${call}: ${sent.join(', ')}`);
      return result;
    }
    const counting: Store = {
      ...store,
      get: async (id) => counted('get', () => store.get(id)),
      commit: async (changes) => counted('commit', () => store.commit(changes)),
    };
    const server = serverOn(counting, rotate, clock.nowMs);
    return { server, clock, app: testClient(server, client), take: () => calls.splice(0) };
  }

  const read = 'get: statement';
  const write = 'commit: statement';

  it.each([true, false])(
    'reads and commits in one statement each, rotating: %s',
    async (rotate) => {
      const { server, clock, app, take } = await flow(rotate);
      const code = await newCode(server);
      expect(take()).toEqual([write]);

      const exchange = { grant_type: 'authorization_code', code, redirect_uri, code_verifier };
      const { body } = await app.token(exchange);
      expect(take()).toEqual([read, write]);

      const refreshing = {
        grant_type: 'refresh_token',
        refresh_token: textOf(body['refresh_token']),
      };
      expect(await app.token(refreshing)).toMatchObject({ status: 200 });
      expect(take()).toEqual([read, write]);
      expect(await app.token(refreshing)).toMatchObject({ status: 200 });
      expect(take()).toEqual(rotate ? [read] : [read, write]);

      const token = textOf(body['access_token']);
      expect((await app.post('/introspect', { token })).body).toMatchObject({ active: true });
      expect(take()).toEqual([read]);
      expect((await app.post('/revoke', { token })).status).toBe(200);
      expect(take()).toEqual([read, write]);

      clock.advance(30);
      const again = await app.token(rotate ? refreshing : exchange);
      expect(again.body).toMatchObject({ error: 'invalid_grant' });
      expect(take()).toEqual([read]);
    },
  );

  it('of a client that acts for itself is one statement', async () => {
    const { app, take } = await flow(true);
    expect(await app.token({ grant_type: 'client_credentials' })).toMatchObject({ status: 200 });
    expect(take()).toEqual([write]);
  });

  it('that spends a code whose verifier is wrong does so in one statement', async () => {
    const { server, app, take } = await flow(true);
    const code = await newCode(server);
    take();
    const wrong = { grant_type: 'authorization_code', code, redirect_uri };
    await app.token({ ...wrong, code_verifier: 'x'.repeat(43) });
    expect(take()).toEqual([read, write]);
  });
});
