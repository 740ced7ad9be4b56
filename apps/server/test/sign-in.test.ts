import { describe, expect, it } from 'vitest';
import type { TestBrowser } from './harness/browser.js';
import { createSite, rightPassword, type Site } from './harness/site.js';

const sessionCookie = '__Host-oauth-session-644d89f1';

async function signInTo(site: Site): Promise<TestBrowser> {
  const browser = site.browser();
  expect(await browser.attemptSignIn('ada', rightPassword)).toMatchObject({
    status: 303,
    location: '/',
  });
  return browser;
}

async function isSignedIn(browser: TestBrowser): Promise<boolean> {
  return (await browser.get('/')).body.includes('Ada Lovelace');
}

describe('the sign-in page', () => {
  it.each(['ada', 'ADA', ' ada '])('accepts the username typed as %j', async (username) => {
    const browser = (await createSite()).browser();
    expect((await browser.attemptSignIn(username, rightPassword)).status).toBe(303);
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('shows the same for an unknown user as for a wrong password', async () => {
    const site = await createSite();
    const pages = [
      await site.browser().attemptSignIn('ada', 'wrong'),
      await site.browser().attemptSignIn('bob', 'wrong'),
    ];
    const [known, unknown] = pages.map(({ status, body }) => ({
      status,
      body: body.replace(/value="[^"]*"/g, ''),
    }));
    expect(known?.status).toBe(401);
    expect(known?.body).toContain('role="alert"');
    expect(unknown).toEqual(known);
    expect(site.events.of('user.refused')).toMatchObject([
      { reason: 'user.credentials', subject: 'user-1' },
      { reason: 'user.credentials', subject: undefined },
    ]);
  });

  it('asks for a missing password', async () => {
    const page = await (await createSite()).browser().attemptSignIn('ada', '');
    expect([page.status, page.body]).toEqual([400, expect.stringContaining('your password')]);
  });

  it('refuses a form of another site, which could sign a victim in as the attacker', async () => {
    const site = await createSite();
    const browser = site.browser();
    const credentials = { username: 'ada', password: rightPassword };
    const othersPage = await site.browser().get('/signin');
    const tries = [
      await browser.post('/signin', credentials),
      await browser.submit(othersPage, credentials),
      await browser.submit(await browser.get('/signin'), { ...credentials, csrf_token: 'guessed' }),
    ];
    expect(tries.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('escapes the username that it shows again', async () => {
    const page = await (
      await createSite()
    )
      .browser()
      .attemptSignIn('"><script>alert(1)</script>', 'x');
    expect(page.body).not.toContain('<script');
  });

  // #230
  it.each([
    '//evil.example',
    '/\\evil.example',
    '/%09/evil.example',
    'https:evil.example',
    'https://evil.example/',
    '/connected-apps@evil.example',
    '/authorize',
  ])('does not redirect to another site that a link names: %j', async (target) => {
    const site = await createSite();
    const browser = site.browser();
    const url = `/signin?return_to=${encodeURIComponent(target)}`;
    const page = await browser.get(url);
    const response = await browser.submit(page, { username: 'ada', password: rightPassword });
    expect(response.location).toBe('/');
    expect((await browser.get(url)).location).toBe('/');
  });

  it.each(['http://[', 'http://a:99999', 'http://@:'])(
    'works for any form of request target: %s',
    async (origin) => {
      const site = await createSite();
      const browser = site.browser();
      const page = await browser.get(`${origin}/signin?return_to=/signout`);
      expect(page.status).toBe(200);
      const response = await browser.submit(page, { username: 'ada', password: rightPassword });
      expect(response.location).toBe('/signout');
      expect((await browser.get(`${origin}/connected-apps?removed=x`)).status).toBe(200);
      expect(site.events.of('request.failed')).toEqual([]);
    },
  );

  it('returns to the page that asked for it', async () => {
    const browser = (await createSite()).browser();
    const redirect = await browser.get('/connected-apps');
    const page = await browser.get(redirect.location ?? '');
    const response = await browser.submit(page, { username: 'ada', password: rightPassword });
    expect(response.location).toBe('/connected-apps');
  });
});

describe('a session', () => {
  it('has a cookie that scripts, other sites and subdomains cannot use', async () => {
    const page = await (await createSite()).browser().attemptSignIn('ada', rightPassword);
    expect(page.cookies[0]).toMatch(
      /^__Host-oauth-session-[0-9a-f]{8}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
  });

  it('has a cookie without Secure on loopback, where there is no TLS', async () => {
    const site = await createSite({ issuer: 'http://localhost:3000' });
    const page = await site.browser().attemptSignIn('ada', rightPassword);
    expect(page.cookies[0]).toMatch(
      /^oauth-session-[0-9a-f]{8}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  it('gets a new id at each sign-in, and the old id is signed out', async () => {
    const site = await createSite();
    const browser = site.browser();
    const before = await browser.get('/signin');
    const credentials = { username: 'ada', password: rightPassword };
    await browser.submit(before, credentials);
    const first = browser.cookies.get(sessionCookie) ?? '';
    // A tab from before the first sign-in.
    const renewed = await browser.submit(before, credentials);
    expect(renewed.status).toBe(403);
    expect((await browser.submit(renewed, credentials)).status).toBe(303);
    expect(browser.cookies.get(sessionCookie)).not.toBe(first);
    const thief = site.browser();
    thief.cookies.set(sessionCookie, first);
    expect(await isSignedIn(thief)).toBe(false);
  });

  it('does not take an id that an attacker planted in the browser', async () => {
    const site = await createSite();
    const browser = site.browser();
    const planted = 'A'.repeat(43);
    browser.cookies.set(sessionCookie, planted);
    await browser.attemptSignIn('ada', rightPassword);
    expect(browser.cookies.get(sessionCookie)).not.toBe(planted);
  });

  it('is in the store by a digest of its id only', async () => {
    const site = (await createSite()).withRecordedWrites();
    const browser = await signInTo(site);
    expect(site.writes.join()).toContain('"kind":"document:app-server.session@');
    expect(site.writes.join()).not.toContain(browser.cookies.get(sessionCookie));
  });

  it('ends one hour after its last use, and twelve hours after the sign-in', async () => {
    const idle = await createSite();
    const unused = await signInTo(idle);
    idle.clock.advance(3599);
    expect(await isSignedIn(unused)).toBe(true);
    idle.clock.advance(3600);
    expect(await isSignedIn(unused)).toBe(false);

    const site = await createSite();
    const browser = await signInTo(site);
    for (let passed = 1800; passed < 43_200; passed += 1800) {
      site.clock.advance(1800);
      expect(await isSignedIn(browser)).toBe(true);
    }
    site.clock.advance(1800);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('ends when its user is removed from the configuration', async () => {
    const site = await createSite();
    const browser = await signInTo(site);
    const other = await createSite({ users: [{ username: 'grace', password_hash: 'x' }] });
    expect(await isSignedIn(browser.switchTo(other.restart({}, site.store).app))).toBe(false);
  });
});

describe('the sign-out page', () => {
  it('signs out only by its form, not by a link', async () => {
    const browser = await signInTo(await createSite());
    const page = await browser.get('/signout');
    expect(await isSignedIn(browser)).toBe(true);
    const session = browser.cookies.get(sessionCookie) ?? '';
    expect((await browser.submit(page, {})).body).toContain('You are signed out');
    expect(await isSignedIn(browser)).toBe(false);
    browser.cookies.set(sessionCookie, session);
    expect(await isSignedIn(browser)).toBe(false);
  });

  // #17
  it('refuses a form that another site posted', async () => {
    const browser = await signInTo(await createSite());
    expect((await browser.post('/signout', {})).status).toBe(403);
    expect((await browser.post('/signout', { csrf_token: 'guessed' })).status).toBe(403);
    expect(await isSignedIn(browser)).toBe(true);
  });
});
