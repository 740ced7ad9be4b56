import { expect, it } from 'vitest';
import { pkcePair } from '@oauth/app-kit/pkce';
import type { HttpResponse } from '@oauth/core';
import { alice, callback, clients } from './full-server.js';
import { watchedServer } from './watched-server.js';

type Fields = Readonly<Record<string, string>>;

const { code_challenge, code_verifier } = pkcePair;
const wrongVerifier = 'this-is-a-verifier-too-and-it-has-to-stay-secret';
const wrongPassword = 'hunter2-wrong-password';
const wrongSecret = 'wrong-secret-of-web';

const { get, post, breakStore, events, getOutput } = watchedServer();

/** Everything that only the client or the user may know, by a name for the report. */
const secrets = new Map<string, string>([
  ['verifier', code_verifier],
  ['wrong verifier', wrongVerifier],
  ['password', alice.password],
  ['wrong password', wrongPassword],
  ['wrong secret', wrongSecret],
  ...clients.flatMap((client) =>
    'client_secret' in client ? [[client.client_id, client.client_secret] as const] : [],
  ),
]);

/** The tokens of a response, which are secrets from then on. */
function readTokens({ body, status }: HttpResponse): Fields {
  expect(status).toBe(200);
  const tokens = [...body.matchAll(/"(\w+_token)":"([^"]+)"/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );
  for (const [name, value] of tokens) secrets.set(`${name} ${secrets.size}`, value);
  return Object.fromEntries(tokens);
}

async function requestCode(): Promise<string> {
  const query = new URLSearchParams({
    client_id: 'app',
    response_type: 'code',
    redirect_uri: callback,
    code_challenge,
    code_challenge_method: 'S256',
  });
  const { headers } = await get(`/authorize?${query.toString()}`);
  const code = new URL(String(headers['Location'])).searchParams.get('code') ?? '';
  secrets.set(`code ${secrets.size}`, code);
  return code;
}

const redeem = (code: string, changes: Fields = {}) =>
  post('/token', {
    grant_type: 'authorization_code',
    client_id: 'app',
    redirect_uri: callback,
    code,
    code_verifier,
    ...changes,
  });

const refresh = (refresh_token = '', changes: Fields = {}) =>
  post('/token', { grant_type: 'refresh_token', client_id: 'app', refresh_token, ...changes });

const web = { Authorization: `Basic ${btoa('web:secret+of+web%3A+%2B%25%26')}` };
const poster = { client_id: 'poster', client_secret: 'secret-of-poster' };

/** The code grant, its refusals, a retry, and a store whose error quotes what it has written. */
async function redeemCodes(): Promise<{ readonly code: string; readonly tokens: Fields }> {
  const code = await requestCode();
  const tokens = readTokens(await redeem(code));
  await redeem(code);
  await redeem(await requestCode(), { code_verifier: wrongVerifier });
  await redeem(await requestCode(), { redirect_uri: `${callback}?x` });
  await redeem(await requestCode(), { client_id: 'web', client_secret: wrongSecret });
  const unlucky = await requestCode();
  breakStore();
  await redeem(unlucky);
  return { code, tokens };
}

/** Rotation, a retry, refusals, a broken store and reuse; resolves to tokens that are revoked then. */
async function refreshAndReuse({ refresh_token: spent }: Fields): Promise<Fields> {
  const tokens = readTokens(await refresh(spent));
  readTokens(await refresh(spent));
  await refresh(tokens['refresh_token'], { scope: 'admin' });
  breakStore();
  await refresh(tokens['refresh_token']);
  await refresh(spent, { scope: 'read' });
  return tokens;
}

async function useOtherGrants(): Promise<void> {
  readTokens(await post('/token', 'grant_type=client_credentials', web));
  const { access_token: token = '' } = readTokens(
    await post('/token', { grant_type: 'client_credentials', ...poster }),
  );
  await post('/introspect', { token }, web);
  await post('/revoke', { token, ...poster });
  await post('/revoke', { token, ...poster }, web);
  const grant_type = 'password';
  readTokens(await post('/token', { grant_type, ...alice }, web));
  await post('/token', { grant_type, ...alice, password: wrongPassword }, web);
  await post('/token', `grant_type=password&password=${wrongPassword}&password=x`, web);
}

/** Secrets in parameters and fields that are for something else. */
async function misplaceSecrets(code: string, refreshToken = ''): Promise<void> {
  await post('/token?client_id=poster&client_secret=secret-of-poster', 'grant_type=x');
  await post(`/token?refresh_token=${refreshToken}`, 'grant_type=x');
  await post('/token', { grant_type: 'x', ...poster }, web);
  await post('/token', 'grant_type=x', { Authorization: `Basic ${wrongSecret}` });
  await post('/token', { grant_type: code, ...poster });
  await post('/introspect', { token: 'x', token_type_hint: code }, web);
  await get(`/authorize?client_id=app&response_type=${code_verifier}`);
  // A client that takes location.href for its redirect URI sends the code of the last response.
  const href = encodeURIComponent(`${callback}?state=s&code=${code}`);
  await get(`/authorize?client_id=app&response_type=code&redirect_uri=${href}`);
}

// #92 #178
it('no secret gets into events, the store, errors or redirects of other requests', async () => {
  const { code, tokens } = await redeemCodes();
  const { refresh_token } = await refreshAndReuse(tokens);
  await useOtherGrants();
  await misplaceSecrets(code, refresh_token);

  const types = new Set(events.map(({ type }) => type));
  for (const type of ['token.issued', 'token.retried', 'token.introspected', 'grant.revoked'])
    expect(types).toContain(type);
  expect(types).toContain('authorization.granted');
  expect(events.filter(({ type }) => type === 'request.failed')).toHaveLength(2);
  expect(events.filter(({ type }) => type === 'request.refused').length).toBeGreaterThan(12);
  expect(secrets.size).toBeGreaterThan(20);

  const { redirects, ...places } = getOutput();
  for (const [name, secret] of secrets) {
    for (const [place, text] of Object.entries(places))
      expect(text.includes(secret), `${name} in ${place}`).toBe(false);
    // A code is in its own redirect alone: twice in the text, which prints each Location twice.
    const times = redirects.split(secret).length - 1;
    expect(times, `${name} in redirects`).toBe(name.startsWith('code') ? 2 : 0);
  }
});

it('a token of the implicit grant is in the fragment of its redirect, and nowhere else', async () => {
  const { headers } = await get(
    `/authorize?client_id=app&response_type=token&redirect_uri=${encodeURIComponent(callback)}`,
  );
  const location = new URL(String(headers['Location']));
  const token = new URLSearchParams(location.hash.slice(1)).get('access_token') ?? 'none';
  expect(location.search).toBe('');
  const { redirects, ...places } = getOutput();
  expect(redirects.split(token)).toHaveLength(3);
  for (const text of Object.values(places)) expect(text).not.toContain(token);
});
