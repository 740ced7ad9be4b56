import { describe, expect, it } from 'vitest';
import { buildAuthorizationUrl, openConsentPage } from './harness/authorization.js';
import type { PageResponse } from './harness/browser.js';
import { createSite, type Site } from './harness/site.js';

async function openEveryPage(site: Site): Promise<Readonly<Record<string, PageResponse>>> {
  const browser = site.browser();
  const stranger = site.browser();
  const consent = await openConsentPage(browser);
  return {
    home: await stranger.get('/'),
    signIn: await stranger.get(buildAuthorizationUrl()),
    signInAlone: await stranger.get('/signin'),
    consent,
    invalidCsrfToken: await browser.post(consent.action, { decision: 'approve' }),
    connectedApps: await browser.get('/connected-apps'),
    signOut: await browser.get('/signout'),
    error: await browser.get(buildAuthorizationUrl({ client_id: 'nobody' })),
    notFound: await browser.get('/nowhere'),
  };
}

function matchAll(body: string, pattern: RegExp): string[] {
  return Array.from(body.matchAll(pattern), ([, value = '']) => value);
}

// #227
describe('every page', () => {
  it('loads nothing from other servers, has no script, and sends no referrer', async () => {
    for (const [name, page] of Object.entries(await openEveryPage(await createSite()))) {
      const loaded = matchAll(page.body, /<(?:link|img|script|iframe)[^>]*(?:href|src)="([^"]*)"/g);
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

  it('has what screen readers need: language, one h1, landmarks, labels', async () => {
    for (const [name, { body }] of Object.entries(await openEveryPage(await createSite()))) {
      expect(body, name).toContain('<html lang="en">');
      expect(body.match(/<h1/g), name).toHaveLength(1);
      expect(body.match(/<main/g), name).toHaveLength(1);
      for (const id of matchAll(body, /<input[^>]*\sid="([^"]*)"/g))
        expect(body, name).toContain(`<label for="${id}">`);
    }
  });

  it('has its stylesheet and logo at paths that browsers may cache forever', async () => {
    const site = await createSite();
    const browser = site.browser();
    const { body } = await browser.get('/');
    const assets = matchAll(body, /(?:href|src)="(\/assets\/[^"]*)"/g);
    expect(assets.length).toBeGreaterThan(1);
    for (const url of assets) {
      const asset = await browser.get(url);
      expect(asset.header('content-type')).toMatch(/^(text\/css|image\/svg\+xml)/);
      expect(asset.header('cache-control')).toContain('immutable');
    }
  });
});

describe('the content security policy of a form', () => {
  it.each([
    ['web', 'https://notebook.example/cb', "form-action 'self' https:;"],
    [
      'native',
      'http://127.0.0.1:1/cb',
      "form-action 'self' http://localhost:* http://127.0.0.1:* https:;",
    ],
    ['native', 'com.example.notes:/cb', "form-action 'self' com.example.notes:;"],
  ])('allows the redirect to the client %s at %s', async (client, redirectUri, expected) => {
    const site = await createSite();
    const page = await openConsentPage(site.browser(), {
      client_id: client,
      redirect_uri: redirectUri,
    });
    expect(page.header('content-security-policy')).toContain(expected);
  });

  it('allows no redirect where there is no client', async () => {
    const page = await (await createSite()).browser().get('/signin');
    expect(page.header('content-security-policy')).toContain("form-action 'self';");
  });
});

// #226
describe('the metadata of a client', () => {
  it('is shown as text, with links to http and https only', async () => {
    const evil = '<img src=x onerror=alert(1)>"\'`{{7*7}}';
    const site = await createSite({
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
    const signIn = await browser.get(buildAuthorizationUrl());
    const consent = await openConsentPage(browser);
    for (const { body } of [signIn, consent]) {
      expect(body).not.toContain('<img src=x');
      expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;');
      expect(body).not.toMatch(/href="\s*(javascript|data):/i);
      expect(body).not.toContain('tracker.example');
    }
    const safe = await createSite();
    expect((await openConsentPage(safe.browser())).body).toContain(
      'href="https://notebook.example/" rel="noopener noreferrer external"',
    );
  });

  it('in a request brings no markup into a page', async () => {
    const site = await createSite();
    const page = await site
      .browser()
      .get(buildAuthorizationUrl({ state: '"><script>alert(1)</script>' }));
    expect(page.body).not.toContain('<script');
  });
});

describe('the error page', () => {
  it('shows an error that must not be redirected, as a page or as JSON', async () => {
    const site = await createSite();
    const url = buildAuthorizationUrl({ redirect_uri: 'https://evil.example/cb' });
    const page = await site.browser().get(url);
    expect([page.status, page.location]).toEqual([400, undefined]);
    expect(page.body).toContain('This request cannot be completed');
    const response = await site.browser().get(url, { accept: 'application/json' });
    expect(JSON.parse(response.body)).toMatchObject({ error: 'invalid_request' });
  });

  it('shows the reason in a demo only', async () => {
    const url = buildAuthorizationUrl({ redirect_uri: 'https://evil.example/cb' });
    const site = await createSite();
    expect((await site.browser().get(url)).body).not.toContain('redirect_uri.mismatch');
    const demo = await createSite({ demo: true, issuer: 'http://localhost:3000' });
    expect((await demo.browser().get(url)).body).toContain('redirect_uri.mismatch');
  });

  it('is for browsers: other clients get JSON at an unknown path', async () => {
    const browser = (await createSite()).browser();
    expect((await browser.get('/nowhere')).body).toContain('There is no such page');
    const response = await browser.get('/nowhere', { accept: '*/*' });
    expect([response.status, response.header('content-type')]).toEqual([
      404,
      expect.stringContaining('application/json'),
    ]);
  });
});

describe('an issuer with a path', () => {
  it('has all pages below its path', async () => {
    const site = await createSite({ issuer: 'https://example.org/tenant' });
    const browser = site.browser();
    const page = await browser.get(`/tenant${buildAuthorizationUrl()}`);
    expect(page.action).toMatch(/^\/tenant\/authorize\?/);
    expect(page.body).toContain('href="/tenant/assets/');
    const home = await browser.get('/tenant/');
    expect(home.body).toContain('href="/tenant/signin"');
    expect((await browser.get('/signin')).status).toBe(404);
  });
});
