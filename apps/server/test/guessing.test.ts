import { describe, expect, it } from 'vitest';
import type { Store } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import { sharedHost } from '../src/documents/shared-host.js';
import { authenticator } from '../src/users/authenticator.js';
import { configUsers } from '../src/users/config-users.js';
import { hashPassword } from '../src/users/password-hash.js';
import { storedUsers } from '../src/users/stored-users.js';
import { createSite, rightPassword, type Site } from './harness/site.js';

async function guess(site: Site, times: number, address?: string): Promise<number[]> {
  const statuses: number[] = [];
  for (let time = 0; time < times; time += 1)
    statuses.push((await site.browser(address).attemptSignIn('ada', `guess ${time}`)).status);
  return statuses;
}

describe('an attacker who guesses passwords', () => {
  it('has to wait after five attempts on a user, and learns how long', async () => {
    const site = await createSite();
    expect(await guess(site, 6)).toEqual([401, 401, 401, 401, 401, 429]);
    const page = await site.browser().attemptSignIn('ada', rightPassword);
    expect([page.status, page.header('retry-after')]).toEqual([429, '1']);
    expect(page.body).toContain('Try again in 1 second.');
  });

  it('waits twice as long after each attempt, up to a quarter of an hour', async () => {
    const site = await createSite();
    await guess(site, 5);
    const waits: number[] = [];
    for (let time = 0; time < 14; time += 1) {
      const page = await site.browser().attemptSignIn('ada', 'guess');
      waits.push(Number(page.header('retry-after')));
      site.clock.advance(waits.at(-1) ?? 0);
      expect((await site.browser().attemptSignIn('ada', 'guess')).status).toBe(401);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
  });

  it('gets no more than five answers by sending many attempts at once', async () => {
    const site = await createSite();
    const browsers = Array.from({ length: 40 }, () => site.browser());
    const pages = await Promise.all(browsers.map((browser) => browser.get('/signin')));
    const responses = await Promise.all(
      browsers.map((browser, index) =>
        browser.submit(pages[index] ?? expect.fail(), { username: 'ada', password: 'guess' }),
      ),
    );
    expect(responses.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(responses.filter(({ status }) => status === 429)).toHaveLength(35);
  });

  it('cannot lock the user out for long, and not at all from other networks', async () => {
    const site = await createSite();
    await guess(site, 6);
    expect((await site.browser('198.51.100.7').attemptSignIn('ada', rightPassword)).status).toBe(
      303,
    );
    site.clock.advance(1);
    expect((await site.browser().attemptSignIn('ada', rightPassword)).status).toBe(303);
    expect(await guess(site, 5)).toEqual([401, 401, 401, 401, 401]);
  });

  it('has to wait after fifty attempts on different users', async () => {
    const site = await createSite();
    for (let time = 0; time < 50; time += 1)
      expect((await site.browser().attemptSignIn(`user ${time}`, 'guess')).status).toBe(401);
    expect((await site.browser().attemptSignIn('another user', 'guess')).status).toBe(429);
    expect((await site.browser('198.51.100.7').attemptSignIn('ada', rightPassword)).status).toBe(
      303,
    );
  });

  it('cannot tell known from unknown users by the number of reads', async () => {
    const site = await createSite();
    const { store } = site;
    let reads = 0;
    const countingStore: Store = {
      ...store,
      get(id) {
        reads += 1;
        return store.get(id);
      },
    };
    const users = storedUsers(sharedHost(site.host));
    await users.add({ username: 'bob', name: 'Bob', passwordHash: 'no hash' });
    const countedSite = site.restart({}, countingStore);
    const readCounts: number[] = [];
    for (const username of ['ada', 'bob', 'nobody']) {
      const browser = countedSite.browser();
      const page = await browser.get('/signin');
      reads = 0;
      expect((await browser.submit(page, { username, password: 'guess' })).status).toBe(401);
      readCounts.push(reads);
    }
    expect(new Set(readCounts).size).toBe(1);
  });

  it('cannot tell known from unknown users by the time of a refusal', async () => {
    const hash = await hashPassword(rightPassword, { ln: 13, r: 8, p: 1 });
    const users = await configUsers([{ username: 'ada', password_hash: hash }]);
    const authenticate = authenticator(users, { issuer: '', store: memoryStore(), now: () => 0 });
    // Measures the CPU time of all threads (scrypt runs in others): other processes on the machine
    // delay a response but do not add to it.
    const measureCost = async (username: string, round: number): Promise<number> => {
      const before = process.cpuUsage();
      await authenticate(username, 'guess', `address ${round}`);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const best = { ada: Infinity, bob: Infinity };
    for (let round = 0; round < 15; round += 1)
      for (const username of ['ada', 'bob'] as const)
        best[username] = Math.min(best[username], await measureCost(username, round));
    const ratio = best.ada / best.bob;
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });
});
