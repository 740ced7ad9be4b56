import { describe, expect, it } from 'vitest';
import { configFile } from './harness/config-file.js';
import { atEnd, freshUrl, isHere } from './harness/fresh-store.js';
import { connect, isActive, newBrowser, refresh } from './harness/journey.js';
import { hasRedisServer, startCluster } from './harness/redis-cluster.js';
import { runServerWith, type RunningServer } from './harness/server-process.js';
import { makeSite } from './harness/site.js';

async function run(config: string, store: string): Promise<RunningServer> {
  const server = await runServerWith({ STORE: store }, '--config', config);
  atEnd(async () => {
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });
  return server;
}

const shared = [
  ['SQLite file', true, freshUrl.sqlite],
  ['PostgreSQL', isHere('postgres'), freshUrl.postgres],
  ['Redis', isHere('redis'), freshUrl.redis],
  ['Redis Cluster', hasRedisServer, startCluster],
] as const;

describe.each(shared)('two servers on one %s', (_, isThere, newStore) => {
  it.skipIf(!isThere)('are one to browsers and clients', async () => {
    const store = await newStore();
    const config = await configFile();
    const [a, b] = [await run(config, store), await run(config, store)];

    const browser = newBrowser(a);
    const first = await connect(browser, { consent: b, redeem: a });
    expect(await isActive(b, first.accessToken)).toBe(true);
    const renewed = await refresh(b, first.refreshToken);
    expect(renewed.status).toBe(200);
    expect(await isActive(a, renewed.text('access_token'))).toBe(true);

    const apps = await browser.get('/connected-apps');
    expect(apps.body).toContain('Notebook');
    await browser.submit(apps, {});
    const refused = await refresh(b, renewed.text('refresh_token'));
    expect([refused.status, refused.text('error')]).toEqual([400, 'invalid_grant']);
    expect(await isActive(b, renewed.text('access_token'))).toBe(false);

    await browser.submit(await browser.get('/signout'), {});
    expect((await browser.to(b).get('/connected-apps')).location).toMatch(/^\/signin/);
  });

  it.skipIf(!isThere)('count the attempts of whoever guesses as one', async () => {
    const store = await newStore();
    const sites = [await makeSite({}, store), await makeSite({}, store)];
    const statuses: number[] = [];
    for (let time = 0; time < 3; time += 1)
      for (const site of sites) {
        const browser = site.browser();
        const page = await browser.get('/signin');
        const wrong = { username: 'ada', password: `guess ${time}` };
        statuses.push((await browser.submit(page, wrong)).status);
      }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it.skipIf(!isThere)('let no more through of many attempts at once', async () => {
    const store = await newStore();
    const sites = [await makeSite({}, store), await makeSite({}, store)];
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const browser = (sites[index % 2] ?? expect.fail()).browser();
        const page = await browser.get('/signin');
        return browser.submit(page, { username: 'ada', password: 'guess' });
      }),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(35);
  });
});
