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

function createServerOn(store: Store, rotate: boolean, clock: () => number): Server {
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

async function requestCode(server: Server): Promise<string> {
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

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

onPostgres('a flow', ({ name, connect, table }) => {
  async function startFlow(rotate: boolean) {
    const pool = connect();
    const sent: string[] = [];
    const watchedPool: PostgresPool = {
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
    const store = await postgresStore(watchedPool, { schema: name, prefix: await table() });
    const calls: string[] = [];
    async function countStatements<T>(call: string, work: () => T | Promise<T>): Promise<T> {
      sent.length = 0;
      const result = await work();
      calls.push(`${call}: ${sent.join(', ')}`);
      return result;
    }
    const countingStore: Store = {
      ...store,
      get: async (id) => countStatements('get', () => store.get(id)),
      commit: async (changes) => countStatements('commit', () => store.commit(changes)),
    };
    const server = createServerOn(countingStore, rotate, clock.nowMs);
    return { server, clock, app: testClient(server, client), takeCalls: () => calls.splice(0) };
  }

  const read = 'get: statement';
  const write = 'commit: statement';

  it.each([true, false])(
    'reads and commits in one statement each, with rotation: %s',
    async (rotate) => {
      const { server, clock, app, takeCalls } = await startFlow(rotate);
      const code = await requestCode(server);
      expect(takeCalls()).toEqual([write]);

      const exchange = { grant_type: 'authorization_code', code, redirect_uri, code_verifier };
      const { body } = await app.token(exchange);
      expect(takeCalls()).toEqual([read, write]);

      const refreshing = {
        grant_type: 'refresh_token',
        refresh_token: asText(body['refresh_token']),
      };
      expect(await app.token(refreshing)).toMatchObject({ status: 200 });
      expect(takeCalls()).toEqual([read, write]);
      expect(await app.token(refreshing)).toMatchObject({ status: 200 });
      expect(takeCalls()).toEqual(rotate ? [read] : [read, write]);

      const token = asText(body['access_token']);
      expect((await app.post('/introspect', { token })).body).toMatchObject({ active: true });
      expect(takeCalls()).toEqual([read]);
      expect((await app.post('/revoke', { token })).status).toBe(200);
      expect(takeCalls()).toEqual([read, write]);

      clock.advance(30);
      const again = await app.token(rotate ? refreshing : exchange);
      expect(again.body).toMatchObject({ error: 'invalid_grant' });
      expect(takeCalls()).toEqual([read]);
    },
  );

  it('of a client that acts for itself takes one statement', async () => {
    const { app, takeCalls } = await startFlow(true);
    expect(await app.token({ grant_type: 'client_credentials' })).toMatchObject({ status: 200 });
    expect(takeCalls()).toEqual([write]);
  });

  it('with a wrong code_verifier spends the code in one statement', async () => {
    const { server, app, takeCalls } = await startFlow(true);
    const code = await requestCode(server);
    takeCalls();
    const wrong = { grant_type: 'authorization_code', code, redirect_uri };
    await app.token({ ...wrong, code_verifier: 'x'.repeat(43) });
    expect(takeCalls()).toEqual([read, write]);
  });
});
