import { expect, it } from 'vitest';
import type { HttpResponse } from '@oauth/core';
import { alice, callback, clients } from './everything.js';
import { watched } from './watched.js';

/** RFC 7636 appendix B. */
const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const code_challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const wrong = 'this-is-a-verifier-too-and-nobody-may-see-it';

const { get, post, breakStore, events, seen } = watched();

/** Everything that only the client, or the user, may know. */
const secrets = new Map<string, string>([
  ['verifier', code_verifier],
  ['another verifier', wrong],
  ['password', alice.password],
  ['wrong password', 'hunter2-wrong-password'],
  ['wrong secret', 'wrong-secret-of-web'],
  ...clients.flatMap((client) =>
    'client_secret' in client ? [[client.client_id, client.client_secret] as const] : [],
  ),
]);

function tokensOf({ body, status }: HttpResponse): Readonly<Record<string, string>> {
  expect(status).toBe(200);
  const tokens = [...body.matchAll(/"(\w+_token)":"([^"]+)"/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );
  for (const [name, value] of tokens) secrets.set(`${name} ${secrets.size}`, value);
  return Object.fromEntries(tokens);
}

async function codeOf(query: Readonly<Record<string, string>> = {}): Promise<string> {
  const s256 = { code_challenge, code_challenge_method: 'S256' };
  const asked = {
    client_id: 'app',
    response_type: 'code',
    redirect_uri: callback,
    ...s256,
    ...query,
  };
  const { headers } = await get(`/authorize?${new URLSearchParams(asked).toString()}`);
  const code = new URL(String(headers['Location'])).searchParams.get('code') ?? '';
  secrets.set(`code ${secrets.size}`, code);
  return code;
}

const redeem = (code: string, more: Readonly<Record<string, string>> = {}) =>
  post('/token', {
    grant_type: 'authorization_code',
    client_id: 'app',
    redirect_uri: callback,
    code,
    code_verifier,
    ...more,
  });

const refresh = (refresh_token: string, more: Readonly<Record<string, string>> = {}) =>
  post('/token', { grant_type: 'refresh_token', client_id: 'app', refresh_token, ...more });

const web = { Authorization: `Basic ${btoa('web:secret+of+web%3A+%2B%25%26')}` };

async function runAll(): Promise<void> {
  // The code flow, its refusals, a repeat, a store that fails with what it had written in its error.
  const code = await codeOf();
  const first = tokensOf(await redeem(code));
  await redeem(code);
  await redeem(await codeOf(), { code_verifier: wrong });
  await redeem(await codeOf(), { redirect_uri: `${callback}?x` });
  await redeem(await codeOf(), { client_id: 'web', client_secret: 'wrong-secret-of-web' });
  const unlucky = await codeOf();
  breakStore();
  await redeem(unlucky);

  const second = tokensOf(await refresh(first['refresh_token'] ?? ''));
  tokensOf(await refresh(first['refresh_token'] ?? ''));
  await refresh(second['refresh_token'] ?? '', { scope: 'admin' });
  breakStore();
  await refresh(second['refresh_token'] ?? '');
  // Reuse, with another request: the grant is revoked.
  await refresh(first['refresh_token'] ?? '', { scope: 'read' });

  tokensOf(await post('/token', 'grant_type=client_credentials', web));
  const poster = { client_id: 'poster', client_secret: 'secret-of-poster' };
  const own = tokensOf(await post('/token', { grant_type: 'client_credentials', ...poster }));
  await post('/introspect', { token: own['access_token'] ?? '' }, web);
  await post('/revoke', { token: own['access_token'] ?? '', ...poster });
  await post('/revoke', { token: own['access_token'] ?? '', ...poster }, web);

  const grant_type = 'password';
  tokensOf(await post('/token', { grant_type, ...alice }, web));
  await post('/token', { grant_type, ...alice, password: 'hunter2-wrong-password' }, web);
  await post('/token', `grant_type=password&password=hunter2-wrong-password&password=x`, web);

  // Secrets in places where they do not belong.
  await post('/token?client_id=poster&client_secret=secret-of-poster', 'grant_type=x');
  await post(`/token?refresh_token=${second['refresh_token'] ?? ''}`, 'grant_type=x');
  await post('/token', { grant_type: 'x', ...poster }, web);
  await post('/token', 'grant_type=x', { Authorization: 'Basic wrong-secret-of-web' });
  await post('/token', { grant_type: code, ...poster });
  await post('/introspect', { token: 'x', token_type_hint: code }, web);
  await get(`/authorize?client_id=app&response_type=${code_verifier}`);
  // What comes of taking location.href for the redirect URI.
  const href = encodeURIComponent(`${callback}?state=s&code=${code}`);
  await get(`/authorize?client_id=app&response_type=code&redirect_uri=${href}`);
}

// #92 #178
it('no secret is in events, store, errors or redirects that are not its own', async () => {
  await runAll();
  const types = new Set(events.map(({ type }) => type));
  for (const type of ['token.issued', 'token.repeated', 'token.introspected', 'grant.revoked'])
    expect(types).toContain(type);
  expect(types).toContain('authorization.granted');
  expect(events.filter(({ type }) => type === 'request.failed')).toHaveLength(2);
  expect(events.filter(({ type }) => type === 'request.refused').length).toBeGreaterThan(12);
  expect(secrets.size).toBeGreaterThan(20);

  const { redirects, ...places } = seen();
  for (const [name, secret] of secrets) {
    for (const [place, text] of Object.entries(places))
      expect(text.includes(secret), `${name} in ${place}`).toBe(false);
    // A code is in the redirect that brings it: twice in the text, as Location is printed twice.
    const times = redirects.split(secret).length - 1;
    expect(times, `${name} in redirects`).toBe(name.startsWith('code') ? 2 : 0);
  }
});

it('the implicit grant’s token is in the fragment that brings it, and nowhere else', async () => {
  const { headers } = await get(
    `/authorize?client_id=app&response_type=token&redirect_uri=${encodeURIComponent(callback)}`,
  );
  const location = new URL(String(headers['Location']));
  const token = new URLSearchParams(location.hash.slice(1)).get('access_token') ?? 'none';
  expect(location.search).toBe('');
  const { redirects, ...places } = seen();
  expect(redirects.split(token)).toHaveLength(3);
  for (const text of Object.values(places)) expect(text).not.toContain(token);
});
