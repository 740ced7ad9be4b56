import { expect, it } from 'vitest';
import { memoryStore } from '@oauth/store-memory';
import { callback, fullServer } from './full-server.js';

const issuer = 'https://auth.example';
const wrongCredentials = { client_id: 'poster', client_secret: 'wrong' };

// #323
it('requests without authentication cannot fill the store', async () => {
  const store = memoryStore();
  // No user is signed in: the app shows its sign-in page.
  const authorize = () => ({ show: { status: 200, headers: {}, body: 'sign in' } });
  const server = fullServer({ issuer, store, authorize });
  const query = new URLSearchParams({ client_id: 'app', redirect_uri: callback });
  const forms = ['client_credentials', 'password', 'authorization_code', 'refresh_token'].map(
    (grant_type) => ({
      ...wrongCredentials,
      grant_type,
      code: 'x',
      refresh_token: 'x',
      username: 'alice',
    }),
  );
  for (let round = 0; round < 50; round += 1) {
    for (const response_type of ['code', 'token', 'none', 'bogus']) {
      query.set('response_type', response_type);
      query.set('state', `state-${round}`);
      await server.handle(new Request(`${issuer}/authorize?${query.toString()}`));
    }
    const withToken = { ...wrongCredentials, token: `token-${round}` };
    for (const path of ['/token', '/introspect', '/revoke'])
      for (const form of [...forms, withToken, { client_id: 'app' }]) {
        const body = new URLSearchParams(form);
        const { status } = await server.handle(
          new Request(issuer + path, { method: 'POST', body }),
        );
        expect([200, 400, 401]).toContain(status);
      }
  }
  expect(store.size).toBe(0);
});
