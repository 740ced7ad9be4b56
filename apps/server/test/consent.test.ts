import { describe, expect, it } from 'vitest';
import { answerOf, authorizationUrl, consentPage, redeem } from './harness/authorization.js';
import type { TestBrowser } from './harness/browser.js';
import { makeSite, rightPassword, type Site } from './harness/site.js';

const approve = { decision: 'approve' };

function issuedCodes(site: Site): number {
  return site.events.of('authorization.granted').length;
}

async function approved(browser: TestBrowser, changes?: Record<string, string>): Promise<void> {
  const answer = await browser.submit(await consentPage(browser, changes), approve);
  expect(answerOf(answer)['code']).toBeDefined();
}

describe('an authorization request', () => {
  it('leads to sign-in, to consent, and back to the client with a code', async () => {
    const site = await makeSite();
    const browser = site.browser();
    const signIn = await browser.get(authorizationUrl());
    expect([signIn.status, signIn.body]).toEqual([200, expect.stringContaining('Notebook')]);
    const consent = await browser.signIn(signIn, 'ada', rightPassword);
    expect(consent.body).toContain('Read your notes');
    expect(consent.body).toContain('Change your notes');
    const answer = await browser.submit(consent, approve);
    expect(answer.status).toBe(303);
    expect(answer.location).toMatch(/^https:\/\/notebook\.example\/cb\?code=/);
    const { state, iss } = answerOf(answer);
    expect({ state, iss }).toEqual({ state: 'af0ifjsldkj', iss: 'https://auth.example' });
    const tokens = await redeem(site.app, answer);
    expect(tokens.body).toMatchObject({ scope: 'notes.read notes.write', token_type: 'Bearer' });
    expect(tokens.text('refresh_token')).toMatch(/^[\w-]{43,}$/);
  });

  it('that comes as a form goes on by GET, which brings the session', async () => {
    const site = await makeSite();
    const browser = site.browser();
    await consentPage(browser);
    const elsewhere = site.browser();
    const fields = [...new URL(authorizationUrl(), 'https://auth.example').searchParams];
    const answer = await elsewhere.post('/authorize', fields);
    expect(answer.status).toBe(303);
    expect((await browser.get(answer.location ?? '')).body).toContain('Read your notes');
  });

  it('that is too long for a URL is refused before anybody signs in', async () => {
    const browser = (await makeSite()).browser();
    const answer = await browser.get(authorizationUrl({ state: 's'.repeat(9000) }));
    expect(answerOf(answer)).toMatchObject({ error: 'invalid_request' });
  });
});

describe('the decision', () => {
  // #20
  it('deny goes back as access_denied, with state and iss, and nothing is stored', async () => {
    const site = (await makeSite()).watched();
    const browser = site.browser();
    const answer = await browser.submit(await consentPage(browser), { decision: 'deny' });
    expect(answerOf(answer)).toMatchObject({
      error: 'access_denied',
      state: 'af0ifjsldkj',
      iss: 'https://auth.example',
    });
    expect(issuedCodes(site)).toBe(0);
    expect(site.written.join()).toContain('"kind":"session"');
    expect(site.written.join()).not.toMatch(/"kind":"(connections|authorization_code)"/);
  });

  it('may be for less than was asked', async () => {
    const site = await makeSite();
    const browser = site.browser();
    const answer = await browser.submit(await consentPage(browser), {
      ...approve,
      scope: 'notes.read',
    });
    expect((await redeem(site.app, answer)).body).toMatchObject({ scope: 'notes.read' });
  });

  it('must be for something', async () => {
    const site = await makeSite();
    const browser = site.browser();
    const page = await browser.submit(await consentPage(browser), { ...approve, scope: [] });
    expect([page.status, page.body]).toEqual([400, expect.stringContaining('Choose at least one')]);
    expect(page.fields.map(([name]) => name)).toEqual(['proof']);
    expect(issuedCodes(site)).toBe(0);
  });

  it('can be left to somebody else', async () => {
    const site = await makeSite();
    const browser = site.browser();
    const page = await browser.submit(await consentPage(browser), { decision: 'switch' });
    const signIn = await browser.get(page.location ?? '');
    const consent = await browser.signIn(signIn, 'grace', rightPassword);
    expect(consent.body).toContain('Grace Hopper');
    await browser.submit(consent, approve);
    expect(site.events.of('authorization.granted')).toMatchObject([{ subject: 'user-2' }]);
  });

  it.each(['', 'yes', '__proto__'])('%j is none', async (decision) => {
    const site = await makeSite();
    const browser = site.browser();
    const page = await browser.submit(await consentPage(browser), { decision });
    expect(page.location).toBeUndefined();
    expect(issuedCodes(site)).toBe(0);
  });
});

describe('what the user agreed to is what was shown', () => {
  // #16
  it('nobody gets past sign-in or consent by posting the decision', async () => {
    const site = await makeSite();
    const stranger = site.browser();
    const unasked = await stranger.post(authorizationUrl(), approve);
    expect(unasked.body).toContain('You were signed out');
    const browser = site.browser();
    await consentPage(browser);
    for (const proof of ['', 'guessed'])
      expect((await browser.post(authorizationUrl(), { ...approve, proof })).status).toBe(403);
    expect(issuedCodes(site)).toBe(0);
  });

  // #17
  it('a form that another site posts, or another session made, decides nothing', async () => {
    const site = await makeSite();
    const attacker = site.browser();
    const theirs = await consentPage(attacker, {}, 'grace');
    const victim = site.browser();
    await consentPage(victim);
    expect((await victim.submit(theirs, approve)).status).toBe(403);
    const ours = await consentPage(victim);
    victim.cookies.clear();
    expect((await victim.submit(ours, approve)).location).toBeUndefined();
    expect(issuedCodes(site)).toBe(0);
    expect(site.events.of('consent.refused')).toMatchObject([{ reason: 'form.foreign' }]);
  });

  // #19
  it.each<[string, Record<string, string>]>([
    ['the scope', { scope: 'notes.write' }],
    ['the redirect URI', { redirect_uri: 'https://notebook.example/other' }],
    ['the state', { state: 'another' }],
    ['the code challenge', { code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' }],
    ['the response mode', { response_mode: 'fragment' }],
  ])('%s cannot be changed between the page and its answer', async (_, changes) => {
    const site = await makeSite();
    const browser = site.browser();
    const page = await consentPage(browser, { scope: 'notes.read' });
    const fields = [...page.fields, ['decision', 'approve'] as const];
    const changed = authorizationUrl({ scope: 'notes.read', ...changes });
    const answer = await browser.post(changed, fields);
    expect([answer.status, answer.location]).toEqual([403, undefined]);
    expect(answer.body).toContain('has changed since');
    expect(issuedCodes(site)).toBe(0);
  });

  // #19
  it('a scope that was not on the page is not granted', async () => {
    const site = await makeSite();
    const browser = site.browser();
    const page = await consentPage(browser, { scope: 'notes.read' });
    const scope = ['notes.read', 'notes.write'];
    expect((await browser.submit(page, { ...approve, scope })).status).toBe(403);
    expect(issuedCodes(site)).toBe(0);
  });

  // #52
  it('a redirect URI that was removed meanwhile gets nothing', async () => {
    const site = await makeSite();
    const browser = site.browser();
    const page = await consentPage(browser);
    const clients = site.config.clients.map((client) => ({
      ...client,
      ...(client.client_id === 'web' && { redirect_uris: ['https://notebook.example/other'] }),
    }));
    const answer = await browser.to(site.restart({ clients }).app).submit(page, approve);
    expect([answer.status, answer.location]).toEqual([400, undefined]);
    expect(issuedCodes(site)).toBe(0);
  });
});

describe('consent is remembered', () => {
  it('for the same request and for less, until it expires', async () => {
    const site = await makeSite();
    const browser = site.browser();
    await approved(browser);
    expect(answerOf(await browser.get(authorizationUrl()))['code']).toBeDefined();
    const less = await browser.get(authorizationUrl({ scope: 'notes.read' }));
    expect((await redeem(site.app, less)).body).toMatchObject({ scope: 'notes.read' });
    site.clock.advance(7_776_000);
    expect((await consentPage(browser)).body).toContain('Read your notes');
  });

  it('but more is asked about', async () => {
    const browser = (await makeSite()).browser();
    await approved(browser, { scope: 'notes.read' });
    expect((await browser.get(authorizationUrl())).body).toContain('Change your notes');
  });

  it('as narrow as it was given', async () => {
    const site = await makeSite();
    const browser = site.browser();
    await browser.submit(await consentPage(browser), { ...approve, scope: 'notes.read' });
    const again = await browser.get(authorizationUrl());
    expect((await redeem(site.app, again)).body).toMatchObject({ scope: 'notes.read' });
    const other = await browser.get(authorizationUrl({ scope: 'notes.write' }));
    expect(other.body).toContain('Change your notes');
  });

  it('for one user and one client', async () => {
    const site = await makeSite();
    await approved(site.browser());
    const other = await consentPage(site.browser(), {}, 'grace');
    expect(other.body).toContain('Read your notes');
  });

  it.each(['http://127.0.0.1:51004/cb', 'com.example.notes:/cb'])(
    'but never for a public client at %s, which anything on the device could pretend to be',
    async (redirectUri) => {
      const browser = (await makeSite()).browser();
      const request = { client_id: 'native', redirect_uri: redirectUri };
      for (let time = 0; time < 2; time += 1) {
        const page = await consentPage(browser, request);
        expect(page.body).toContain('Anything on this device');
        expect(answerOf(await browser.submit(page, approve))['code']).toBeDefined();
      }
    },
  );
});
