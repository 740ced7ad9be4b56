import { describe, expect, it } from 'vitest';
import { writeConfigFile } from './harness/config-file.js';
import { afterTests, createStoreUrl, isAvailable } from './harness/fresh-store.js';
import { hasRedisServer, startCluster } from './harness/redis-cluster.js';
import { runServerWith, type RunningServer } from './harness/server-process.js';
import { createSite } from './harness/site.js';
import { connectApp, isTokenActive, createBrowser, refreshTokens } from './harness/token-client.js';

async function runOn(config: string, store: string): Promise<RunningServer> {
  const server = await runServerWith({ STORE: store }, '--config', config);
  afterTests(async () => {
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });
  return server;
}

const sharedStores = [
  ['SQLite file', true, createStoreUrl.sqlite],
  ['PostgreSQL', isAvailable('postgres'), createStoreUrl.postgres],
  ['Redis', isAvailable('redis'), createStoreUrl.redis],
  ['Redis Cluster', hasRedisServer, startCluster],
] as const;

describe.each(sharedStores)('two servers on one %s', (_, isThere, newStore) => {
  it.skipIf(!isThere)('serve the same sessions, consents and tokens', async () => {
    const store = await newStore();
    const config = await writeConfigFile();
    const [a, b] = [await runOn(config, store), await runOn(config, store)];

    const browser = createBrowser(a);
    const first = await connectApp(browser, { consent: b, redeem: a });
    expect(await isTokenActive(b, first.accessToken)).toBe(true);
    const renewed = await refreshTokens(b, first.refreshToken);
    expect(renewed.status).toBe(200);
    expect(await isTokenActive(a, renewed.text('access_token'))).toBe(true);

    const apps = await browser.get('/connected-apps');
    expect(apps.body).toContain('Notebook');
    await browser.submit(apps, {});
    const refreshed = await refreshTokens(b, renewed.text('refresh_token'));
    expect([refreshed.status, refreshed.text('error')]).toEqual([400, 'invalid_grant']);
    expect(await isTokenActive(b, renewed.text('access_token'))).toBe(false);

    await browser.submit(await browser.get('/signout'), {});
    expect((await browser.switchTo(b).get('/connected-apps')).location).toMatch(/^\/signin/);
  });

  it.skipIf(!isThere)('count an attacker’s attempts together', async () => {
    const store = await newStore();
    const sites = [await createSite({}, store), await createSite({}, store)];
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

  it.skipIf(!isThere)('check no more than five of many attempts at once', async () => {
    const store = await newStore();
    const sites = [await createSite({}, store), await createSite({}, store)];
    const responses = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const browser = (sites[index % 2] ?? expect.fail()).browser();
        const page = await browser.get('/signin');
        return browser.submit(page, { username: 'ada', password: 'guess' });
      }),
    );
    expect(responses.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(responses.filter(({ status }) => status === 429)).toHaveLength(35);
  });
});
