import { describe, expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import { authenticator } from '../src/users/authenticator.js';
import { configUsers } from '../src/users/config-users.js';
import { digestPassword } from '../src/users/password.js';
import { storedUsers } from '../src/users/stored-users.js';
import type { Seen, TestBrowser } from './harness/browser.js';
import { makeSite, rightPassword, type Site } from './harness/site.js';

async function attempt(browser: TestBrowser, username: string, password: string): Promise<Seen> {
  return browser.submit(await browser.get('/signin'), { username, password });
}

async function guess(site: Site, times: number, address?: string): Promise<number[]> {
  const statuses: number[] = [];
  for (let time = 0; time < times; time += 1)
    statuses.push((await attempt(site.browser(address), 'ada', `guess ${time}`)).status);
  return statuses;
}

describe('whoever guesses a password', () => {
  it('has to wait after five attempts, and is told how long', async () => {
    const site = await makeSite();
    expect(await guess(site, 6)).toEqual([401, 401, 401, 401, 401, 429]);
    const page = await attempt(site.browser(), 'ada', rightPassword);
    expect([page.status, page.header('retry-after')]).toEqual([429, '1']);
    expect(page.body).toContain('Try again in 1 second.');
  });

  it('waits twice as long each time, a quarter of an hour at most', async () => {
    const site = await makeSite();
    await guess(site, 5);
    const waits: number[] = [];
    for (let time = 0; time < 14; time += 1) {
      const page = await attempt(site.browser(), 'ada', 'guess');
      waits.push(Number(page.header('retry-after')));
      site.clock.advance(waits.at(-1) ?? 0);
      expect((await attempt(site.browser(), 'ada', 'guess')).status).toBe(401);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
  });

  it('gets no more free attempts by making them all at once', async () => {
    const site = await makeSite();
    const browsers = Array.from({ length: 40 }, () => site.browser());
    const pages = await Promise.all(browsers.map((browser) => browser.get('/signin')));
    const answers = await Promise.all(
      browsers.map((browser, index) =>
        browser.submit(pages[index] ?? expect.fail(), { username: 'ada', password: 'guess' }),
      ),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(35);
  });

  it('does not lock the user out: not for ever, and elsewhere not at all', async () => {
    const site = await makeSite();
    await guess(site, 6);
    expect((await attempt(site.browser('198.51.100.7'), 'ada', rightPassword)).status).toBe(303);
    site.clock.advance(1);
    expect((await attempt(site.browser(), 'ada', rightPassword)).status).toBe(303);
    expect(await guess(site, 5)).toEqual([401, 401, 401, 401, 401]);
  });

  it('has to wait after fifty attempts on whatever users', async () => {
    const site = await makeSite();
    for (let time = 0; time < 50; time += 1)
      expect((await attempt(site.browser(), `user ${time}`, 'guess')).status).toBe(401);
    expect((await attempt(site.browser(), 'somebody else', 'guess')).status).toBe(429);
    expect((await attempt(site.browser('198.51.100.7'), 'ada', rightPassword)).status).toBe(303);
  });

  it('makes the store do the same, whoever it is', async () => {
    const site = await makeSite();
    const { store, clock } = site;
    let looks = 0;
    const counted: Store = {
      ...store,
      get(id) {
        looks += 1;
        return store.get(id);
      },
    };
    const users = storedUsers({ store, now: () => clock.nowMs() / 1000 });
    await users.add({ username: 'bob', name: 'Bob', passwordDigest: 'no digest' });
    const guessed = site.restart({}, counted);
    const taken: number[] = [];
    for (const username of ['ada', 'bob', 'nobody']) {
      const browser = guessed.browser();
      const page = await browser.get('/signin');
      looks = 0;
      expect((await browser.submit(page, { username, password: 'guess' })).status).toBe(401);
      taken.push(looks);
    }
    expect(taken).toEqual([taken[0], taken[0], taken[0]]);
  });

  it('learns nothing from the time that the answer takes', async () => {
    const digest = await digestPassword(rightPassword, { ln: 13, r: 8, p: 1 });
    const users = await configUsers([{ username: 'ada', password_digest: digest }]);
    const authenticate = authenticator(users, { store: memoryStore(), now: () => 0 });
    // CPU time of all threads, since passwords are digested beside this one: what else runs on the
    // machine makes the answer late, for everybody alike, but costs this process nothing.
    const cost = async (username: string, round: number): Promise<number> => {
      const before = process.cpuUsage();
      await authenticate(username, 'guess', `address ${round}`);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const best = { ada: Infinity, bob: Infinity };
    for (let round = 0; round < 15; round += 1)
      for (const username of ['ada', 'bob'] as const)
        best[username] = Math.min(best[username], await cost(username, round));
    const ratio = best.ada / best.bob;
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });
});
