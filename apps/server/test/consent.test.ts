import { describe, expect, it } from 'vitest';
import {
  getRedirectParameters,
  buildAuthorizationUrl,
  openConsentPage,
  redeemCode,
} from './harness/authorization.js';
import type { TestBrowser } from './harness/browser.js';
import { createSite, rightPassword, type Site } from './harness/site.js';

const approve = { decision: 'approve' };

function countIssuedCodes(site: Site): number {
  return site.events.of('authorization.granted').length;
}

async function approveRequest(
  browser: TestBrowser,
  changes?: Record<string, string>,
): Promise<void> {
  const response = await browser.submit(await openConsentPage(browser, changes), approve);
  expect(getRedirectParameters(response)['code']).toBeDefined();
}

describe('an authorization request', () => {
  it('leads to sign-in, then to consent, then back to the client with a code', async () => {
    const site = await createSite();
    const browser = site.browser();
    const signIn = await browser.get(buildAuthorizationUrl());
    expect([signIn.status, signIn.body]).toEqual([200, expect.stringContaining('Notebook')]);
    const consent = await browser.signIn(signIn, 'ada', rightPassword);
    expect(consent.body).toContain('Read your notes');
    expect(consent.body).toContain('Change your notes');
    const response = await browser.submit(consent, approve);
    expect(response.status).toBe(303);
    expect(response.location).toMatch(/^https:\/\/notebook\.example\/cb\?code=/);
    const { state, iss } = getRedirectParameters(response);
    expect({ state, iss }).toEqual({ state: 'af0ifjsldkj', iss: 'https://auth.example' });
    const tokens = await redeemCode(site.app, response);
    expect(tokens.body).toMatchObject({ scope: 'notes.read notes.write', token_type: 'Bearer' });
    expect(tokens.text('refresh_token')).toMatch(/^[\w-]{43,}$/);
  });

  it('that another site posts continues by GET, which has the session’s cookie', async () => {
    const site = await createSite();
    const browser = site.browser();
    await openConsentPage(browser);
    const elsewhere = site.browser();
    const fields = [...new URL(buildAuthorizationUrl(), 'https://auth.example').searchParams];
    const response = await elsewhere.post('/authorize', fields);
    expect(response.status).toBe(303);
    expect((await browser.get(response.location ?? '')).body).toContain('Read your notes');
  });

  it('that is too long for a URL is refused before the user signs in', async () => {
    const browser = (await createSite()).browser();
    const response = await browser.get(buildAuthorizationUrl({ state: 's'.repeat(9000) }));
    expect(getRedirectParameters(response)).toMatchObject({ error: 'invalid_request' });
  });
});

describe('the user’s decision', () => {
  // #20
  it('to deny redirects with access_denied, state and iss, and stores nothing', async () => {
    const site = (await createSite()).withRecordedWrites();
    const browser = site.browser();
    const response = await browser.submit(await openConsentPage(browser), { decision: 'deny' });
    expect(getRedirectParameters(response)).toMatchObject({
      error: 'access_denied',
      state: 'af0ifjsldkj',
      iss: 'https://auth.example',
    });
    expect(countIssuedCodes(site)).toBe(0);
    expect(site.writes.join()).toContain('"kind":"document:app-server.session@');
    expect(site.writes.join()).not.toMatch(
      /"kind":"(document:app-server.consents@|authorization_code")/,
    );
  });

  it('can grant fewer scopes than requested', async () => {
    const site = await createSite();
    const browser = site.browser();
    const response = await browser.submit(await openConsentPage(browser), {
      ...approve,
      scope: 'notes.read',
    });
    expect((await redeemCode(site.app, response)).body).toMatchObject({ scope: 'notes.read' });
  });

  it('to approve needs at least one scope', async () => {
    const site = await createSite();
    const browser = site.browser();
    const page = await browser.submit(await openConsentPage(browser), { ...approve, scope: [] });
    expect([page.status, page.body]).toEqual([400, expect.stringContaining('Choose at least one')]);
    expect(page.fields.map(([name]) => name)).toEqual(['csrf_token']);
    expect(countIssuedCodes(site)).toBe(0);
  });

  it('can be passed to another user, who signs in first', async () => {
    const site = await createSite();
    const browser = site.browser();
    const page = await browser.submit(await openConsentPage(browser), { decision: 'switch' });
    const signIn = await browser.get(page.location ?? '');
    const consent = await browser.signIn(signIn, 'grace', rightPassword);
    expect(consent.body).toContain('Grace Hopper');
    await browser.submit(consent, approve);
    expect(site.events.of('authorization.granted')).toMatchObject([{ subject: 'user-2' }]);
  });

  it.each(['', 'yes', '__proto__'])('%j grants nothing', async (decision) => {
    const site = await createSite();
    const browser = site.browser();
    const page = await browser.submit(await openConsentPage(browser), { decision });
    expect(page.location).toBeUndefined();
    expect(countIssuedCodes(site)).toBe(0);
  });
});

describe('a consent form', () => {
  // #16
  it('without a valid CSRF token does not skip sign-in or consent', async () => {
    const site = await createSite();
    const stranger = site.browser();
    const response = await stranger.post(buildAuthorizationUrl(), approve);
    expect(response.body).toContain('You were signed out');
    const browser = site.browser();
    await openConsentPage(browser);
    for (const token of ['', 'guessed'])
      expect(
        (await browser.post(buildAuthorizationUrl(), { ...approve, csrf_token: token })).status,
      ).toBe(403);
    expect(countIssuedCodes(site)).toBe(0);
  });

  // #17
  it('of another session grants nothing', async () => {
    const site = await createSite();
    const attacker = site.browser();
    const attackersPage = await openConsentPage(attacker, {}, 'grace');
    const victim = site.browser();
    await openConsentPage(victim);
    expect((await victim.submit(attackersPage, approve)).status).toBe(403);
    const victimsPage = await openConsentPage(victim);
    victim.cookies.clear();
    expect((await victim.submit(victimsPage, approve)).location).toBeUndefined();
    expect(countIssuedCodes(site)).toBe(0);
    expect(site.events.of('consent.refused')).toMatchObject([
      { reason: 'form.invalid_csrf_token' },
    ]);
  });

  // #19
  it.each<[string, Record<string, string>]>([
    ['the scope', { scope: 'notes.write' }],
    ['the redirect URI', { redirect_uri: 'https://notebook.example/other' }],
    ['the state', { state: 'another' }],
    ['the code challenge', { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' }],
    ['the response mode', { response_mode: 'fragment' }],
  ])('grants nothing when %s has changed since the page was made', async (_, changes) => {
    const site = await createSite();
    const browser = site.browser();
    const page = await openConsentPage(browser, { scope: 'notes.read' });
    const fields = [...page.fields, ['decision', 'approve'] as const];
    const changed = buildAuthorizationUrl({ scope: 'notes.read', ...changes });
    const response = await browser.post(changed, fields);
    expect([response.status, response.location]).toEqual([403, undefined]);
    expect(response.body).toContain('has changed since');
    expect(countIssuedCodes(site)).toBe(0);
  });

  // #19
  it('grants no scope that the page did not show', async () => {
    const site = await createSite();
    const browser = site.browser();
    const page = await openConsentPage(browser, { scope: 'notes.read' });
    const scope = ['notes.read', 'notes.write'];
    expect((await browser.submit(page, { ...approve, scope })).status).toBe(403);
    expect(countIssuedCodes(site)).toBe(0);
  });

  // #52
  it('sends no code to a redirect URI that was removed since', async () => {
    const site = await createSite();
    const browser = site.browser();
    const page = await openConsentPage(browser);
    const clients = site.config.clients.map((client) => ({
      ...client,
      ...(client.client_id === 'web' && { redirect_uris: ['https://notebook.example/other'] }),
    }));
    const response = await browser.switchTo(site.restart({ clients }).app).submit(page, approve);
    expect([response.status, response.location]).toEqual([400, undefined]);
    expect(countIssuedCodes(site)).toBe(0);
  });
});

describe('a remembered consent', () => {
  it('covers the same request and narrower ones until it expires', async () => {
    const site = await createSite();
    const browser = site.browser();
    await approveRequest(browser);
    expect(getRedirectParameters(await browser.get(buildAuthorizationUrl()))['code']).toBeDefined();
    const less = await browser.get(buildAuthorizationUrl({ scope: 'notes.read' }));
    expect((await redeemCode(site.app, less)).body).toMatchObject({ scope: 'notes.read' });
    site.clock.advance(7_776_000);
    expect((await openConsentPage(browser)).body).toContain('Read your notes');
  });

  it('does not cover a further scope', async () => {
    const browser = (await createSite()).browser();
    await approveRequest(browser, { scope: 'notes.read' });
    expect((await browser.get(buildAuthorizationUrl())).body).toContain('Change your notes');
  });

  it('grants only the scopes that the user left checked', async () => {
    const site = await createSite();
    const browser = site.browser();
    await browser.submit(await openConsentPage(browser), { ...approve, scope: 'notes.read' });
    const again = await browser.get(buildAuthorizationUrl());
    expect((await redeemCode(site.app, again)).body).toMatchObject({ scope: 'notes.read' });
    const other = await browser.get(buildAuthorizationUrl({ scope: 'notes.write' }));
    expect(other.body).toContain('Change your notes');
  });

  it('does not cover another user', async () => {
    const site = await createSite();
    await approveRequest(site.browser());
    const other = await openConsentPage(site.browser(), {}, 'grace');
    expect(other.body).toContain('Read your notes');
  });

  it.each(['http://127.0.0.1:51004/cb', 'com.example.notes:/cb'])(
    'does not cover a public client at %s, as which any app on the device can pose',
    async (redirectUri) => {
      const browser = (await createSite()).browser();
      const request = { client_id: 'native', redirect_uri: redirectUri };
      for (let time = 0; time < 2; time += 1) {
        const page = await openConsentPage(browser, request);
        expect(page.body).toContain('Any app on this device');
        expect(getRedirectParameters(await browser.submit(page, approve))['code']).toBeDefined();
      }
    },
  );
});
