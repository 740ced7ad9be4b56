import { expect, it } from 'vitest';
import { testClient } from '@oauth/testing';
import { server, users } from '../examples/server.js';
import { textOf } from '../test/refresh-server.js';

/** RFC 7636 appendix B. */
const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const code_challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const url = `https://auth.example.com/authorize?client_id=app&response_type=code&code_challenge=${code_challenge}&code_challenge_method=S256`;

it('the example: code, tokens, new tokens, and none once the user is disabled', async () => {
  const asked = await server.handle(new Request(url, { headers: { Cookie: 'session=alice' } }));
  const code = new URL(textOf(asked.headers['Location'])).searchParams.get('code') ?? '';
  const app = testClient(server, { client_id: 'app' });
  const first = await app.token({ grant_type: 'authorization_code', code, code_verifier });
  const use = (refresh_token: unknown) =>
    app.token({ grant_type: 'refresh_token', refresh_token: textOf(refresh_token) });

  const second = await use(first.body['refresh_token']);
  expect(second).toMatchObject({ status: 200, body: { scope: 'notes:read notes:write' } });
  users.delete('alice');
  const third = await use(second.body['refresh_token']);
  expect(third).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});
