import { describe, expect, it } from 'vitest';
import type { Seen, TestBrowser } from './harness/browser.js';
import { makeSite, rightPassword, type Site } from './harness/site.js';

const sessionCookie = '__Host-oauth-session-644d89f1';

async function attempt(browser: TestBrowser, username: string, password: string): Promise<Seen> {
  return browser.submit(await browser.get('/signin'), { username, password });
}

async function signedIn(site: Site): Promise<TestBrowser> {
  const browser = site.browser();
  expect(await attempt(browser, 'ada', rightPassword)).toMatchObject({
    status: 303,
    location: '/',
  });
  return browser;
}

async function isSignedIn(browser: TestBrowser): Promise<boolean> {
  return (await browser.get('/')).body.includes('Ada Lovelace');
}

describe('signing in', () => {
  it.each(['ada', 'ADA', ' ada '])('takes the user name as %j', async (username) => {
    const browser = (await makeSite()).browser();
    expect((await attempt(browser, username, rightPassword)).status).toBe(303);
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('says the same of an unknown user and of a wrong password', async () => {
    const site = await makeSite();
    const pages = [
      await attempt(site.browser(), 'ada', 'wrong'),
      await attempt(site.browser(), 'bob', 'wrong'),
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

  it('asks for what is missing', async () => {
    const page = await attempt((await makeSite()).browser(), 'ada', '');
    expect([page.status, page.body]).toEqual([400, expect.stringContaining('your password')]);
  });

  it('does not take a form that another site posted, so nobody is signed in by others', async () => {
    const site = await makeSite();
    const browser = site.browser();
    const credentials = { username: 'ada', password: rightPassword };
    const foreign = await site.browser().get('/signin');
    const tries = [
      await browser.post('/signin', credentials),
      await browser.submit(foreign, credentials),
      await browser.submit(await browser.get('/signin'), { ...credentials, proof: 'guessed' }),
    ];
    expect(tries.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('escapes what it shows again', async () => {
    const page = await attempt((await makeSite()).browser(), '"><script>alert(1)</script>', 'x');
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
  ])('goes to no place that a link names: %j', async (target) => {
    const site = await makeSite();
    const browser = site.browser();
    const url = `/signin?return_to=${encodeURIComponent(target)}`;
    const page = await browser.get(url);
    const answer = await browser.submit(page, { username: 'ada', password: rightPassword });
    expect(answer.location).toBe('/');
    expect((await browser.get(url)).location).toBe('/');
  });

  it.each(['http://[', 'http://a:99999', 'http://@:'])(
    'comes after any request line: %s',
    async (origin) => {
      const site = await makeSite();
      const browser = site.browser();
      const page = await browser.get(`${origin}/signin?return_to=/signout`);
      expect(page.status).toBe(200);
      const answer = await browser.submit(page, { username: 'ada', password: rightPassword });
      expect(answer.location).toBe('/signout');
      expect((await browser.get(`${origin}/connected-apps?removed=x`)).status).toBe(200);
      expect(site.events.of('request.failed')).toEqual([]);
    },
  );

  it('goes back to the page that asked for it', async () => {
    const browser = (await makeSite()).browser();
    const asked = await browser.get('/connected-apps');
    const page = await browser.get(asked.location ?? '');
    const answer = await browser.submit(page, { username: 'ada', password: rightPassword });
    expect(answer.location).toBe('/connected-apps');
  });
});

describe('a session', () => {
  it('is held by a cookie that scripts, other sites and subdomains do not get at', async () => {
    const page = await attempt((await makeSite()).browser(), 'ada', rightPassword);
    expect(page.cookies[0]).toMatch(
      /^__Host-oauth-session-[0-9a-f]{8}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
  });

  it('does without Secure on loopback, where there is no TLS', async () => {
    const site = await makeSite({ issuer: 'http://localhost:3000' });
    const page = await attempt(site.browser(), 'ada', rightPassword);
    expect(page.cookies[0]).toMatch(
      /^oauth-session-[0-9a-f]{8}=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  it('has a new id after each sign-in, and the one before is dead', async () => {
    const site = await makeSite();
    const browser = site.browser();
    const before = await browser.get('/signin');
    const credentials = { username: 'ada', password: rightPassword };
    await browser.submit(before, credentials);
    const first = browser.cookies.get(sessionCookie) ?? '';
    // A tab that was opened before.
    const renewed = await browser.submit(before, credentials);
    expect(renewed.status).toBe(403);
    expect((await browser.submit(renewed, credentials)).status).toBe(303);
    expect(browser.cookies.get(sessionCookie)).not.toBe(first);
    const thief = site.browser();
    thief.cookies.set(sessionCookie, first);
    expect(await isSignedIn(thief)).toBe(false);
  });

  it('cannot be planted: an id that somebody chose signs nobody in', async () => {
    const site = await makeSite();
    const browser = site.browser();
    const planted = 'A'.repeat(43);
    browser.cookies.set(sessionCookie, planted);
    await attempt(browser, 'ada', rightPassword);
    expect(browser.cookies.get(sessionCookie)).not.toBe(planted);
  });

  it('rests as a digest', async () => {
    const site = (await makeSite()).watched();
    const browser = await signedIn(site);
    expect(site.written.join()).toContain('"kind":"session"');
    expect(site.written.join()).not.toContain(browser.cookies.get(sessionCookie));
  });

  it('ends an hour after its last use, and twelve after the sign-in', async () => {
    const idle = await makeSite();
    const unused = await signedIn(idle);
    idle.clock.advance(3599);
    expect(await isSignedIn(unused)).toBe(true);
    idle.clock.advance(3600);
    expect(await isSignedIn(unused)).toBe(false);

    const site = await makeSite();
    const browser = await signedIn(site);
    for (let passed = 1800; passed < 43_200; passed += 1800) {
      site.clock.advance(1800);
      expect(await isSignedIn(browser)).toBe(true);
    }
    site.clock.advance(1800);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('ends with its user', async () => {
    const site = await makeSite();
    const browser = await signedIn(site);
    const other = await makeSite({ users: [{ username: 'grace', password_digest: 'x' }] });
    expect(await isSignedIn(browser.to(other.restart({}, site.store).app))).toBe(false);
  });
});

describe('signing out', () => {
  it('takes a click: a link alone does not do it', async () => {
    const browser = await signedIn(await makeSite());
    const page = await browser.get('/signout');
    expect(await isSignedIn(browser)).toBe(true);
    const session = browser.cookies.get(sessionCookie) ?? '';
    expect((await browser.submit(page, {})).body).toContain('You are signed out');
    expect(await isSignedIn(browser)).toBe(false);
    browser.cookies.set(sessionCookie, session);
    expect(await isSignedIn(browser)).toBe(false);
  });

  // #17
  it('does not take a form that another site posted', async () => {
    const browser = await signedIn(await makeSite());
    expect((await browser.post('/signout', {})).status).toBe(403);
    expect((await browser.post('/signout', { proof: 'guessed' })).status).toBe(403);
    expect(await isSignedIn(browser)).toBe(true);
  });
});
