import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memberOf } from '../src/config/path.js';
import { authorizationUrl, call, verifier } from './harness/authorization.js';
import { hasChromium, launchChromium } from './harness/chromium.js';
import { serveSite, type ServedSite } from './harness/served-site.js';
import { rightPassword } from './harness/site.js';

let browser: Browser;
let served: ServedSite;
const pages: Page[] = [];

beforeAll(async () => {
  if (hasChromium) browser = await launchChromium();
});
afterAll(async () => {
  if (hasChromium) await browser.close();
});
beforeEach(async () => {
  served = await serveSite();
});
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
  await served.close();
});

/** A window; an error on the browser's console is a fault, such as a violated policy. */
async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false, ...options });
  const page = await context.newPage();
  pages.push(page);
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !text.startsWith('Failed to load resource'))
      expect.fail(text);
  });
  return page;
}

function startUrl(changes: Readonly<Record<string, string>> = {}): string {
  return served.issuer + authorizationUrl({ redirect_uri: served.callback, ...changes });
}

async function signIn(page: Page, changes?: Readonly<Record<string, string>>): Promise<void> {
  await page.goto(startUrl(changes));
  await page.getByLabel('User name').fill('ada');
  await page.getByLabel('Password').fill(rightPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Decides, and waits until the client has its answer. */
async function decide(page: Page, button: 'Allow' | 'Deny'): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
}

async function heading(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

function parameter(page: Page, name: string): string | null {
  return new URL(page.url()).searchParams.get(name);
}

async function tokensOf(page: Page): ReturnType<typeof call> {
  return call(served.site.app, '/token', 'web:web-secret', {
    grant_type: 'authorization_code',
    code: parameter(page, 'code') ?? '',
    redirect_uri: served.callback,
    code_verifier: verifier,
  });
}

describe.runIf(hasChromium)('in a browser without JavaScript', () => {
  it('a user signs in, narrows what an app may do, and comes back to it', async () => {
    const page = await open();
    await signIn(page);
    await page.getByLabel('Change your notes').uncheck();
    await decide(page, 'Allow');
    expect(parameter(page, 'state')).toBe('af0ifjsldkj');
    expect((await tokensOf(page)).body).toMatchObject({ scope: 'notes.read' });
  });

  it('a user denies, and the app is told', async () => {
    const page = await open();
    await signIn(page);
    await decide(page, 'Deny');
    expect(parameter(page, 'error')).toBe('access_denied');
    expect(parameter(page, 'code')).toBeNull();
  });

  it('a user takes access back, and the app is out at once', async () => {
    const page = await open();
    await signIn(page);
    await decide(page, 'Allow');
    const tokens = await tokensOf(page);
    const ask = async (): Promise<string> => {
      const token = tokens.text('access_token');
      return (await call(served.site.app, '/introspect', 'api:api-secret', { token })).text(
        'active',
      );
    };
    expect(await ask()).toBe('true');
    await page.goto(`${served.issuer}/connected-apps`);
    await page.getByRole('button', { name: 'Remove Notebook' }).click();
    expect(await page.getByRole('status').textContent()).toContain('Notebook can no longer');
    expect(await ask()).toBe('false');
  });

  it('an app refreshes until its tokens expire; then the user is asked again', async () => {
    const page = await open();
    await signIn(page);
    await decide(page, 'Allow');
    const refresh = (token: string): ReturnType<typeof call> =>
      call(served.site.app, '/token', 'web:web-secret', {
        grant_type: 'refresh_token',
        refresh_token: token,
      });
    const first = await refresh((await tokensOf(page)).text('refresh_token'));
    expect(first.status).toBe(200);
    served.site.clock.advance(2_592_000);
    expect((await refresh(first.text('refresh_token'))).body).toMatchObject({
      error: 'invalid_grant',
    });
    await page.goto(startUrl());
    await heading(page, 'Sign in');
  });

  it('a wrong password is said where it was typed, and the right one goes on', async () => {
    const page = await open();
    await page.goto(startUrl());
    await page.getByLabel('User name').fill('ada');
    await page.getByLabel('Password').fill('wrong');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('alert').textContent()).toContain('is wrong');
    expect(await page.getByLabel('User name').inputValue()).toBe('ada');
    await page.getByLabel('Password').fill(rightPassword);
    await page.keyboard.press('Enter');
    await heading(page, /Notebook wants to use/);
  });

  it('a public client on the device is asked about each time', async () => {
    const page = await open();
    await signIn(page, { client_id: 'native' });
    await decide(page, 'Allow');
    expect(parameter(page, 'code')).not.toBeNull();
    await page.goto(startUrl({ client_id: 'native' }));
    await heading(page, /Desktop wants to use/);
  });

  it('a user signs out', async () => {
    const page = await open();
    await signIn(page);
    await page.goto(`${served.issuer}/signout`);
    await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
    await heading(page, 'You are signed out');
    await page.goto(startUrl());
    await heading(page, 'Sign in');
  });

  it('the keyboard is enough', async () => {
    const page = await open();
    await page.goto(startUrl());
    await page.locator('[name="username"]:focus').waitFor();
    await page.keyboard.type('ada');
    await page.keyboard.press('Tab');
    await page.keyboard.type(rightPassword);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const allow = page.getByRole('button', { name: 'Allow' });
    await allow.waitFor();
    const first = page.getByLabel('Read your notes');
    for (let tabs = 0; tabs < 9 && !(await isFocused(page, 'scope')); tabs += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await first.isChecked()).toBe(false);
    for (let tabs = 0; tabs < 9 && !(await isFocused(page, 'decision')); tabs += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await heading(page, 'Welcome back');
    expect((await tokensOf(page)).body).toMatchObject({ scope: 'notes.write' });
  });
});

async function isFocused(page: Page, name: string): Promise<boolean> {
  return (await page.locator(`[name="${name}"]:focus`).count()) > 0;
}

describe.runIf(hasChromium)('for people who see little', () => {
  async function violations(page: Page): Promise<string[]> {
    await page.evaluate(axe.source);
    const results: unknown = await page.evaluate(
      "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
    );
    const found = memberOf(results, 'violations');
    return (Array.isArray(found) ? found : []).map((one: unknown) =>
      JSON.stringify([memberOf(one, 'id'), memberOf(memberOf(memberOf(one, 'nodes'), 0), 'html')]),
    );
  }

  it.each([
    ['light', { width: 1280, height: 900 }],
    ['dark', { width: 360, height: 740 }],
  ] as const)('axe finds no fault in %s, and nothing is cut off', async (colorScheme, viewport) => {
    const page = await open({ colorScheme, viewport, javaScriptEnabled: true });
    const check = async (): Promise<void> => {
      expect(await violations(page), page.url()).toEqual([]);
      const overflow: unknown = await page.evaluate(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      );
      expect(overflow, page.url()).toBe(false);
    };
    await page.goto(startUrl({ client_id: 'native' }));
    await check();
    await page.getByLabel('User name').fill('ada');
    await page.getByLabel('Password').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await check();
    await signIn(page, { client_id: 'native' });
    await heading(page, /wants to use/);
    await check();
    for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('alert').waitFor();
    await check();
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await decide(page, 'Allow');
    for (const path of ['/', '/connected-apps', '/signout', '/authorize']) {
      await page.goto(served.issuer + path);
      await check();
    }
    await page.goto(`${served.issuer}/connected-apps`);
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('status').waitFor();
    await check();
  });
});
