import { describe, expect, it } from 'vitest';
import { consents } from '../src/consents/consents.js';
import { openConsentPage, redeemCode } from './harness/authorization.js';
import type { TestBrowser } from './harness/browser.js';
import { createSite, rightPassword, type Site } from './harness/site.js';

/** Creates the sites of two issuers on one store. */
async function createTwoSites(
  first = 'https://auth.example',
  second = 'https://other.example',
): Promise<readonly [Site, Site]> {
  const site = await createSite({ issuer: first });
  return [site, site.restart({ issuer: second })];
}

async function signIn(browser: TestBrowser): Promise<void> {
  await browser.signIn(await browser.get('/signin'), 'ada', rightPassword);
}

async function isSignedIn(browser: TestBrowser): Promise<boolean> {
  return (await browser.get('/')).body.includes('Ada Lovelace');
}

async function connect({ app }: Site, browser: TestBrowser): Promise<void> {
  const response = await browser.submit(await openConsentPage(browser), { decision: 'approve' });
  expect((await redeemCode(app, response)).status).toBe(200);
}

describe('two issuers on one store', () => {
  it('share users but not sessions', async () => {
    const [one, other] = await createTwoSites();
    const [here, there] = [one.browser(), other.browser()];
    await signIn(here);
    await signIn(there);
    expect(await isSignedIn(there)).toBe(true);
    const [id = ''] = here.cookies.values();
    for (const name of there.cookies.keys()) there.cookies.set(name, id);
    expect(await isSignedIn(there)).toBe(false);
    expect(await isSignedIn(here)).toBe(true);
  });

  it.each(['http://localhost:3001', 'http://localhost:3000/tenant'])(
    'on one host have a sign-in each: %s',
    async (issuer) => {
      const [one, other] = await createTwoSites('http://localhost:3000', issuer);
      const base = new URL(issuer).pathname.replace(/\/$/, '');
      const here = one.browser();
      await signIn(here);
      const there = here.switchTo(other.app);
      expect((await there.get(`${base}/connected-apps`)).location).toContain('/signin');
      await there.signIn(await there.get(`${base}/signin`), 'ada', rightPassword);
      expect((await there.get(`${base}/connected-apps`)).status).toBe(200);
      expect(await isSignedIn(there.switchTo(one.app))).toBe(true);
    },
  );

  it('remember consents each for itself', async () => {
    const [one, other] = await createTwoSites();
    const [here, there] = [one.browser(), other.browser()];
    await connect(one, here);
    expect((await openConsentPage(here)).status).toBe(303);
    expect((await openConsentPage(there)).body).toContain('Change your notes');
  });

  it('list and remove connected apps each for itself', async () => {
    const [one, other] = await createTwoSites();
    const [here, there] = [one.browser(), other.browser()];
    await connect(one, here);
    await signIn(there);
    expect((await there.get('/connected-apps')).body).toContain('No app is connected.');
    await connect(other, there);
    await there.submit(await there.get('/connected-apps'), {});
    expect((await there.get('/connected-apps')).body).toContain('No app is connected.');
    expect((await here.get('/connected-apps')).body).toContain('Notebook');
  });

  it('both lose the connected apps of a user who is removed at one', async () => {
    const [one, other] = await createTwoSites();
    const [here, there] = [one.browser(), other.browser()];
    await connect(one, here);
    await connect(other, there);
    await consents(one.host).removeAll('user-1');
    for (const browser of [here, there])
      expect((await browser.get('/connected-apps')).body).toContain('No app is connected.');
  });
});
