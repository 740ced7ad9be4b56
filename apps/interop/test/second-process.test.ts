import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type AppProcess } from '@oauth/app-kit/app-process';
import { getText } from '@oauth/app-kit/json';
import { fastClock, formatPace } from '../src/fast-clock.js';
import { keyTable } from '../src/key-table.js';
import { accessTokenLifetime, client } from '../src/rotation/plan.js';
import { parseBody, sendRequest } from '../src/rotation/send-request.js';
import { parseToken } from '../src/rotation/token.js';

const started: AppProcess[] = [];
let folder = '';
let database = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oauth-second-process-'));
  database = join(folder, 'shared.db');
});
afterEach(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  await Promise.all(started.splice(0).map(({ ended }) => ended));
  await rm(folder, { recursive: true });
});

async function start(entry: 'node' | 'api', ...args: readonly string[]): Promise<AppProcess> {
  const file = fileURLToPath(new URL(`../dist/${entry}.js`, import.meta.url));
  const process = await startApp(file, ['--database', database, ...args]);
  started.push(process);
  return process;
}

async function stop({ child, ended }: AppProcess): Promise<void> {
  child.kill('SIGTERM');
  await ended;
}

async function requestToken({ url }: AppProcess): Promise<string> {
  const form = { grant_type: 'client_credentials' };
  return getText(parseBody(await sendRequest(`${url}/token`, { client, form })), 'access_token');
}

const callApi = async ({ url }: AppProcess, token: string): Promise<number> =>
  (await sendRequest(url, { token })).status;

describe('an API that is a process of its own, when the server has been stopped', () => {
  it('accepts no token that it has to introspect, until the server is back', async () => {
    const server = await start('node', '--tokens', 'opaque');
    const api = await start('api', '--by', 'introspection', '--issuer', server.url);
    const token = await requestToken(server);
    expect(await callApi(api, token)).toBe(200);
    expect(await callApi(api, 'made-up')).toBe(401);
    await stop(server);
    expect(await callApi(api, token)).toBe(503);
    await start('node', '--tokens', 'opaque', '--port', new URL(server.url).port);
    expect(await callApi(api, token)).toBe(200);
  });

  it('goes on looking tokens up in the store, and sees revocations at once', async () => {
    const server = await start('node', '--tokens', 'opaque');
    const api = await start('api', '--by', 'store', '--issuer', server.url);
    const [token, other] = [await requestToken(server), await requestToken(server)];
    expect(await callApi(api, token)).toBe(200);
    await stop(server);
    expect(await callApi(api, token)).toBe(200);
    expect(await callApi(api, `${token.slice(0, -4)}AAAA`)).toBe(401);
    const later = await start('node', '--tokens', 'opaque', '--issuer', server.url);
    await sendRequest(`${later.url}/revoke`, { client, form: { token } });
    expect(await callApi(api, token)).toBe(401);
    expect(await callApi(api, other)).toBe(200);
  });

  it('goes on verifying signatures, until tokens expire', async () => {
    const pace = { epoch: Date.now(), speed: 60 };
    const clock = fastClock(pace);
    const now = (): number => Math.floor(clock() / 1000);
    await addSigningKey(now());
    const server = await start('node', ...formatPace(pace));
    const api = await start('api', '--issuer', server.url, ...formatPace(pace));
    const token = await requestToken(server);
    const { expiresAt } = parseToken(token);
    expect(await callApi(api, token)).toBe(200);
    await stop(server);
    let lastAccepted = 0;
    for (let sent = now(); (await callApi(api, token)) === 200; sent = now()) lastAccepted = sent;
    expect(lastAccepted).toBeGreaterThan(0);
    // APIs tolerate clocks that differ by a minute.
    expect(lastAccepted).toBeLessThan(expiresAt + 60);
    expect(now()).toBeGreaterThanOrEqual(expiresAt + 60);
    expect(await callApi(api, token)).toBe(401);
  }, 60_000);
});

async function addSigningKey(now: number): Promise<void> {
  const shared = new Database(database);
  await keyTable(shared).rotate({
    alg: 'ES256',
    now,
    prepublishPeriod: 900,
    retiredKeyLifetime: accessTokenLifetime,
  });
  shared.close();
}
