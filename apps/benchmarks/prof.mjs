import { createServer } from '@oauth/core';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { refresh } from '@oauth/grant-refresh';
import { memoryStore } from '@oauth/store-memory';
const client = {
  client_id: 'app',
  client_secret: 'app-secret-0123456789012345678901234567',
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: ['https://app.example/cb'],
  scope: 'read write',
};
const server = createServer({
  issuer: 'https://auth.example',
  clients: [client],
  store: memoryStore(),
  plugins: [authorizationCode(), refresh()],
  authorize: () => ({ approve: { subject: 'alice' } }),
});
const auth = 'Basic ' + Buffer.from('app:' + client.client_secret).toString('base64');
const h = { authorization: auth, 'content-type': 'application/x-www-form-urlencoded' };
const headers = { get: (n) => h[n] ?? null };
const post = (body) => server.handle({ method: 'POST', url: '/token', headers, text: () => body });
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const q =
  '/authorize?response_type=code&client_id=app&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&scope=read&state=s&code_challenge=' +
  challenge +
  '&code_challenge_method=S256';
const none = { get: () => null };
async function code() {
  const r = await server.handle({ method: 'GET', url: q, headers: none, text: () => '' });
  return new URL(r.headers.Location).searchParams.get('code');
}
async function pair() {
  const c = await code();
  const r = await post(
    'grant_type=authorization_code&code=' +
      c +
      '&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&code_verifier=' +
      verifier,
  );
  return JSON.parse(r.body);
}
const N = +process.argv[3] || 20000;
const mode = process.argv[2];
async function round() {
  if (mode === 'code') {
    const t = process.cpuUsage();
    for (let i = 0; i < N; i++) await code();
    const d = process.cpuUsage(t);
    return (d.user + d.system) / N;
  }
  const tokens = [];
  for (let i = 0; i < N; i++)
    tokens.push(mode === 'exchange' ? await code() : (await pair()).refresh_token);
  const t = process.cpuUsage();
  for (const x of tokens)
    await (mode === 'exchange'
      ? post(
          'grant_type=authorization_code&code=' +
            x +
            '&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&code_verifier=' +
            verifier,
        )
      : post('grant_type=refresh_token&refresh_token=' + x));
  const d = process.cpuUsage(t);
  return (d.user + d.system) / N;
}
const r = [];
for (let k = 0; k < 6; k++) r.push(await round());
console.log(mode, r.map((x) => x.toFixed(2)).join(' '));
