import { expect, it } from 'vitest';
import { pkcePair } from '@oauth/app-kit/pkce';
import { fakeClock, testClient } from '@oauth/testing';
import { fullServer } from './full-server.js';

const { code_challenge, code_verifier } = pkcePair;

/** A server at which alice has approved a code, and the requests of its client. */
async function authorize() {
  const clock = fakeClock();
  const server = fullServer({ issuer: 'https://auth.example', clock: clock.nowMs });
  const url = `https://auth.example/authorize?client_id=app&response_type=code&code_challenge=${code_challenge}&code_challenge_method=S256`;
  const { headers } = await server.handle(new Request(url));
  const code = new URL(String(headers['Location'])).searchParams.get('code') ?? '';
  const app = testClient(server, { client_id: 'app' });
  const web = testClient(server, { client_id: 'web', client_secret: 'secret of web: +%&' });
  const redeem = () => app.token({ grant_type: 'authorization_code', code, code_verifier });
  const refresh = (token: unknown) =>
    app.token({ grant_type: 'refresh_token', refresh_token: String(token) });
  const isActive = async (token: unknown) =>
    (await web.post('/introspect', { token: String(token) })).body['active'];
  return { clock, redeem, refresh, isActive, app };
}

it('a reused code revokes the tokens it gave, refreshed or not', async () => {
  const { clock, redeem, refresh, isActive } = await authorize();
  const first = (await redeem()).body;
  clock.advance(5);
  const second = (await refresh(first['refresh_token'])).body;
  expect(await isActive(second['access_token'])).toBe(true);
  clock.advance(20);
  expect((await redeem()).body['error']).toBe('invalid_grant');
  for (const token of [first, second].flatMap((body) => [
    body['access_token'],
    body['refresh_token'],
  ]))
    expect(await isActive(token)).toBe(false);
  expect((await refresh(second['refresh_token'])).body['error']).toBe('invalid_grant');
});

// #163
it('a reused refresh token revokes the tokens of its code as well', async () => {
  const { clock, redeem, refresh, isActive } = await authorize();
  const first = (await redeem()).body;
  const second = (await refresh(first['refresh_token'])).body;
  expect(await isActive(first['access_token'])).toBe(true);
  clock.advance(11);
  expect((await refresh(first['refresh_token'])).body['error']).toBe('invalid_grant');
  for (const body of [first, second]) expect(await isActive(body['access_token'])).toBe(false);
});

it('a revoked refresh token gives no more tokens', async () => {
  const { redeem, refresh, isActive, app } = await authorize();
  const { access_token, refresh_token } = (await redeem()).body;
  const token = typeof refresh_token === 'string' ? refresh_token : '';
  expect((await app.post('/revoke', { token })).status).toBe(200);
  expect((await refresh(refresh_token)).body['error']).toBe('invalid_grant');
  expect(await isActive(access_token)).toBe(false);
});
