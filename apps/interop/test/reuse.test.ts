import { expect, it } from 'vitest';
import { fakeClock, testClient } from '@oauth/testing';
import { everything } from './everything.js';

/** RFC 7636 appendix B. */
const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const code_challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

async function signedIn() {
  const clock = fakeClock();
  const server = everything({ issuer: 'https://auth.example', clock: clock.nowMs });
  const url = `https://auth.example/authorize?client_id=app&response_type=code&code_challenge=${code_challenge}&code_challenge_method=S256`;
  const { headers } = await server.handle(new Request(url));
  const code = new URL(String(headers['Location'])).searchParams.get('code') ?? '';
  const app = testClient(server, { client_id: 'app' });
  const web = testClient(server, { client_id: 'web', client_secret: 'secret of web: +%&' });
  const redeem = () => app.token({ grant_type: 'authorization_code', code, code_verifier });
  const refresh = (token: unknown) =>
    app.token({ grant_type: 'refresh_token', refresh_token: String(token) });
  const active = async (token: unknown) =>
    (await web.post('/introspect', { token: String(token) })).body['active'];
  return { clock, redeem, refresh, active, app };
}

it('a code that comes again revokes what it gave, refreshed or not', async () => {
  const { clock, redeem, refresh, active } = await signedIn();
  const first = (await redeem()).body;
  clock.advance(5);
  const second = (await refresh(first['refresh_token'])).body;
  expect(await active(second['access_token'])).toBe(true);
  clock.advance(20);
  expect((await redeem()).body['error']).toBe('invalid_grant');
  for (const token of [first, second].flatMap((body) => [
    body['access_token'],
    body['refresh_token'],
  ]))
    expect(await active(token)).toBe(false);
  expect((await refresh(second['refresh_token'])).body['error']).toBe('invalid_grant');
});

// #163
it('a refresh token that comes again revokes what the code gave as well', async () => {
  const { clock, redeem, refresh, active } = await signedIn();
  const first = (await redeem()).body;
  const second = (await refresh(first['refresh_token'])).body;
  expect(await active(first['access_token'])).toBe(true);
  clock.advance(11);
  expect((await refresh(first['refresh_token'])).body['error']).toBe('invalid_grant');
  for (const body of [first, second]) expect(await active(body['access_token'])).toBe(false);
});

it('what a client gives back is not refreshed any more', async () => {
  const { redeem, refresh, active, app } = await signedIn();
  const { access_token, refresh_token } = (await redeem()).body;
  const token = typeof refresh_token === 'string' ? refresh_token : '';
  expect((await app.post('/revoke', { token })).status).toBe(200);
  expect((await refresh(refresh_token)).body['error']).toBe('invalid_grant');
  expect(await active(access_token)).toBe(false);
});
