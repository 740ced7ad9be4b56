import { describe, expect, it } from 'vitest';
import { authorizationUrl, consentPage } from './harness/authorization.js';
import type { Seen } from './harness/browser.js';
import { makeSite, type Site } from './harness/site.js';

async function everyPage(site: Site): Promise<Readonly<Record<string, Seen>>> {
  const browser = site.browser();
  const stranger = site.browser();
  const consent = await consentPage(browser);
  return {
    home: await stranger.get('/'),
    signIn: await stranger.get(authorizationUrl()),
    signInAlone: await stranger.get('/signin'),
    consent,
    foreign: await browser.post(consent.action, { decision: 'approve' }),
    connectedApps: await browser.get('/connected-apps'),
    signOut: await browser.get('/signout'),
    error: await browser.get(authorizationUrl({ client_id: 'nobody' })),
    notFound: await browser.get('/nowhere'),
  };
}

function attributes(body: string, pattern: RegExp): string[] {
  return Array.from(body.matchAll(pattern), ([, value = '']) => value);
}

// #227
describe('every page', () => {
  it('loads nothing from elsewhere, has no script, and tells nobody where it was', async () => {
    for (const [name, page] of Object.entries(await everyPage(await makeSite()))) {
      const loaded = attributes(
        page.body,
        /<(?:link|img|script|iframe)[^>]*(?:href|src)="([^"]*)"/g,
      );
      expect(loaded.length, name).toBeGreaterThan(1);
      for (const url of loaded) expect(url, name).toMatch(/^\/assets\/[\w.-]+$/);
      expect(page.body, name).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:/i);
      expect(page.header('referrer-policy'), name).toBe('no-referrer');
      expect(page.header('cache-control'), name).toBe('no-store');
      expect(page.header('x-frame-options'), name).toBe('DENY');
      expect(page.header('x-content-type-options'), name).toBe('nosniff');
      const policy = page.header('content-security-policy');
      expect(policy, name).toContain("default-src 'none'; style-src 'self'; img-src 'self'");
      expect(policy, name).toContain("frame-ancestors 'none'");
      expect(policy, name).not.toContain('unsafe');
    }
  });

  it('has a language, one heading of the first level, landmarks, and a label for each field', async () => {
    for (const [name, { body }] of Object.entries(await everyPage(await makeSite()))) {
      expect(body, name).toContain('<html lang="en">');
      expect(body.match(/<h1/g), name).toHaveLength(1);
      expect(body.match(/<main/g), name).toHaveLength(1);
      for (const id of attributes(body, /<input[^>]*\sid="([^"]*)"/g))
        expect(body, name).toContain(`<label for="${id}">`);
    }
  });

  it('finds its style and its logo, for ever under that name', async () => {
    const site = await makeSite();
    const browser = site.browser();
    const { body } = await browser.get('/');
    const assets = attributes(body, /(?:href|src)="(\/assets\/[^"]*)"/g);
    expect(assets.length).toBeGreaterThan(1);
    for (const url of assets) {
      const asset = await browser.get(url);
      expect(asset.header('content-type')).toMatch(/^(text\/css|image\/svg\+xml)/);
      expect(asset.header('cache-control')).toContain('immutable');
    }
  });
});

describe('a form may lead on to', () => {
  it.each([
    ['web', 'https://notebook.example/cb', "form-action 'self' https:;"],
    [
      'native',
      'http://127.0.0.1:1/cb',
      "form-action 'self' http://localhost:* http://127.0.0.1:* https:;",
    ],
    ['native', 'com.example.notes:/cb', "form-action 'self' com.example.notes:;"],
  ])('where the client %s is redirected: %s', async (client, redirectUri, expected) => {
    const site = await makeSite();
    const page = await consentPage(site.browser(), {
      client_id: client,
      redirect_uri: redirectUri,
    });
    expect(page.header('content-security-policy')).toContain(expected);
  });

  it('nowhere, where there is no client', async () => {
    const page = await (await makeSite()).browser().get('/signin');
    expect(page.header('content-security-policy')).toContain("form-action 'self';");
  });
});

// #226
describe('what a client says of itself', () => {
  it('is shown as text, and links lead to the web', async () => {
    const evil = '<img src=x onerror=alert(1)>"\'`{{7*7}}';
    const site = await makeSite({
      scopes: { 'notes.read': `Read ${evil}`, 'notes.write': 'Write' },
      clients: [
        {
          client_id: 'web',
          client_secret: 's',
          client_name: evil,
          client_uri: 'javascript:alert(1)',
          policy_uri: ' JavaScript:alert(1)',
          tos_uri: 'data:text/html,<script>alert(1)</script>',
          logo_uri: 'https://tracker.example/pixel.png',
          redirect_uris: ['https://notebook.example/cb'],
          scope: 'notes.read notes.write',
        },
      ],
    });
    const browser = site.browser();
    const signIn = await browser.get(authorizationUrl());
    const consent = await consentPage(browser);
    for (const { body } of [signIn, consent]) {
      expect(body).not.toContain('<img src=x');
      expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;');
      expect(body).not.toMatch(/href="\s*(javascript|data):/i);
      expect(body).not.toContain('tracker.example');
    }
    const safe = await makeSite();
    expect((await consentPage(safe.browser())).body).toContain(
      'href="https://notebook.example/" rel="noopener noreferrer external"',
    );
  });

  it('cannot bring markup in by the request', async () => {
    const site = await makeSite();
    const page = await site
      .browser()
      .get(authorizationUrl({ state: '"><script>alert(1)</script>' }));
    expect(page.body).not.toContain('<script');
  });
});

describe('the error page', () => {
  it('shows a fault that must not be redirected, to people and to programs', async () => {
    const site = await makeSite();
    const url = authorizationUrl({ redirect_uri: 'https://evil.example/cb' });
    const page = await site.browser().get(url);
    expect([page.status, page.location]).toEqual([400, undefined]);
    expect(page.body).toContain('This request cannot be completed');
    const answer = await site.browser().get(url, { accept: 'application/json' });
    expect(JSON.parse(answer.body)).toMatchObject({ error: 'invalid_request' });
  });

  it('tells the operator of a demo why, and nobody else', async () => {
    const url = authorizationUrl({ redirect_uri: 'https://evil.example/cb' });
    const site = await makeSite();
    expect((await site.browser().get(url)).body).not.toContain('redirect_uri.mismatch');
    const demo = await makeSite({ demo: true, issuer: 'http://localhost:3000' });
    expect((await demo.browser().get(url)).body).toContain('redirect_uri.mismatch');
  });

  it('is for browsers; programs get JSON at an unknown path', async () => {
    const browser = (await makeSite()).browser();
    expect((await browser.get('/nowhere')).body).toContain('There is no such page');
    const answer = await browser.get('/nowhere', { accept: '*/*' });
    expect([answer.status, answer.header('content-type')]).toEqual([
      404,
      expect.stringContaining('application/json'),
    ]);
  });
});

describe('an issuer with a path', () => {
  it('has all pages below it', async () => {
    const site = await makeSite({ issuer: 'https://example.org/tenant' });
    const browser = site.browser();
    const page = await browser.get(`/tenant${authorizationUrl()}`);
    expect(page.action).toMatch(/^\/tenant\/authorize\?/);
    expect(page.body).toContain('href="/tenant/assets/');
    const home = await browser.get('/tenant/');
    expect(home.body).toContain('href="/tenant/signin"');
    expect((await browser.get('/signin')).status).toBe(404);
  });
});
