import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startNode, type NodeProcess } from '@oauth/tooling/node-process';
import { fastClock, paceArguments } from '../src/fast-clock.js';
import { keyTable } from '../src/key-table.js';
import { client, lifetime } from '../src/rotation/plan.js';
import { objectIn, send } from '../src/rotation/send.js';
import { readToken } from '../src/rotation/token.js';

const started: NodeProcess[] = [];
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

async function start(entry: 'node' | 'api', ...args: readonly string[]) {
  const file = fileURLToPath(new URL(`../dist/${entry}.js`, import.meta.url));
  const run = startNode(file, ['--database', database, ...args]);
  started.push(run);
  const url = await run.printed(/runs at (\S+)/);
  return {
    url,
    stop: async () => {
      run.child.kill('SIGTERM');
      await run.ended;
    },
  };
}

async function issue(url: string): Promise<string> {
  const answer = await send(`${url}/token`, { client, form: { grant_type: 'client_credentials' } });
  const { access_token: token } = objectIn(answer);
  if (typeof token === 'string') return token;
  throw new TypeError(`no token: ${answer.status} ${answer.body}`);
}

const statusOf = async (api: string, token: string): Promise<number> =>
  (await send(api, { token })).status;

describe('an API that is a process of its own, when the server has been stopped', () => {
  it('lets nobody in where it asks about tokens, until the server is back', async () => {
    const server = await start('node', '--tokens', 'opaque');
    const api = await start('api', '--by', 'introspection', '--issuer', server.url);
    const token = await issue(server.url);
    expect(await statusOf(api.url, token)).toBe(200);
    expect(await statusOf(api.url, 'made-up')).toBe(401);
    await server.stop();
    expect(await statusOf(api.url, token)).toBe(503);
    await start('node', '--tokens', 'opaque', '--port', new URL(server.url).port);
    expect(await statusOf(api.url, token)).toBe(200);
  });

  it('goes on where it looks tokens up in the store, and sees revocations at once', async () => {
    const server = await start('node', '--tokens', 'opaque');
    const api = await start('api', '--by', 'store', '--issuer', server.url);
    const [token, other] = [await issue(server.url), await issue(server.url)];
    expect(await statusOf(api.url, token)).toBe(200);
    await server.stop();
    expect(await statusOf(api.url, token)).toBe(200);
    expect(await statusOf(api.url, `${token.slice(0, -4)}AAAA`)).toBe(401);
    const later = await start('node', '--tokens', 'opaque', '--issuer', server.url);
    await send(`${later.url}/revoke`, { client, form: { token } });
    expect(await statusOf(api.url, token)).toBe(401);
    expect(await statusOf(api.url, other)).toBe(200);
  });

  it('goes on where it checks signatures, until tokens expire', async () => {
    const pace = { epoch: Date.now(), speed: 60 };
    const clock = fastClock(pace);
    const now = (): number => Math.floor(clock() / 1000);
    const shared = new Database(database);
    const rotation = {
      alg: 'ES256',
      now: now(),
      publishAhead: 900,
      retiredKeyLifetime: lifetime,
    } as const;
    await keyTable(shared).rotate(rotation);
    shared.close();
    const server = await start('node', ...paceArguments(pace));
    const api = await start('api', '--issuer', server.url, ...paceArguments(pace));
    const token = await issue(server.url);
    const { expiresAt } = readToken(token);
    expect(await statusOf(api.url, token)).toBe(200);
    await server.stop();
    let acceptedAfter = 0;
    for (let sent = now(); (await statusOf(api.url, token)) === 200; sent = now())
      acceptedAfter = sent;
    expect(acceptedAfter).toBeGreaterThan(0);
    // Clocks may differ by a minute.
    expect(acceptedAfter).toBeLessThan(expiresAt + 60);
    expect(now()).toBeGreaterThanOrEqual(expiresAt + 60);
    expect(await statusOf(api.url, token)).toBe(401);
  }, 60_000);
});
