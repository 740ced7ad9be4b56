import { expect, it } from 'vitest';
import { testClient } from '@oauth/testing';
import { server, users } from '../examples/server.js';
import { expectText } from '../test/refresh-server.js';

/** The pair of RFC 7636 appendix B. */
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const url = `https://auth.example.com/authorize?client_id=app&response_type=code&code_challenge=${challenge}&code_challenge_method=S256`;

it('the example of the README refreshes tokens until the user is disabled', async () => {
  const redirect = await server.handle(new Request(url, { headers: { Cookie: 'session=alice' } }));
  const code = new URL(expectText(redirect.headers['Location'])).searchParams.get('code') ?? '';
  const app = testClient(server, { client_id: 'app' });
  const first = await app.token({
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
  });
  const requestRefresh = (refresh_token: unknown) =>
    app.token({ grant_type: 'refresh_token', refresh_token: expectText(refresh_token) });

  const second = await requestRefresh(first.body['refresh_token']);
  expect(second).toMatchObject({ status: 200, body: { scope: 'notes:read notes:write' } });
  users.delete('alice');
  const third = await requestRefresh(second.body['refresh_token']);
  expect(third).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});
