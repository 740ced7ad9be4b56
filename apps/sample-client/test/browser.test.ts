import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from './harness/chromium.js';
import { startDemo, type Demo } from './harness/demo.js';

let browser: Browser;
let demo: Demo;
const pages: Page[] = [];

beforeAll(async () => {
  if (!hasChromium) return;
  [browser, demo] = await Promise.all([launchChromium(), startDemo()]);
});
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
});
afterAll(async () => {
  if (!hasChromium) return;
  demo.stop();
  await browser.close();
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

/** Starts a grant from the overview, and goes to the server. */
async function start(page: Page, grant: string, choice?: RegExp): Promise<void> {
  await page.goto(demo.client);
  await page.getByRole('link', { name: grant }).click();
  if (choice !== undefined) await page.getByLabel(choice).check();
  await page.getByRole('button', { name: 'Run it' }).click();
  await page.getByRole('link', { name: 'Go to the server' }).click();
}

/** The user is asked about this client each time. */
const onDevice = /app on the user’s device/;

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('User name').fill('ada');
  await page.getByLabel('Password').fill('engine');
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function over(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Run it again' }).waitFor();
}

describe.runIf(hasChromium)('in a browser', () => {
  it('without JavaScript, a visitor sees the code flow from its first request to its last', async () => {
    const page = await open();
    await start(page, 'Authorization code with PKCE');
    await signIn(page);
    await page.getByRole('button', { name: 'Allow' }).click();
    await over(page);
    const steps = page.locator('li.step');
    expect(await steps.count()).toBe(9);
    expect(await steps.nth(6).textContent()).toContain('"subject": "user-1"');
    expect(await steps.nth(8).textContent()).toContain('401 Unauthorized');
    expect(await page.locator('li.bad').count()).toBe(0);
    expect(page.url()).not.toMatch(/code|state/);
  });

  it('without JavaScript, a visitor who denies is told what that means', async () => {
    const page = await open();
    await start(page, 'Authorization code with PKCE', onDevice);
    await signIn(page);
    await page.getByRole('button', { name: 'Deny' }).click();
    await over(page);
    expect(await page.locator('li.bad').textContent()).toContain('The user said no');
  });

  it('with JavaScript, the implicit answer hands itself over and leaves the address', async () => {
    const page = await open({ javaScriptEnabled: true });
    await start(page, 'Implicit');
    await signIn(page);
    await page.getByRole('button', { name: 'Allow' }).click();
    await over(page);
    expect(await page.locator('li.bad').count()).toBe(0);
    expect(page.url()).not.toContain('access_token');
    await page.goBack();
    expect(page.url()).not.toContain('access_token');
  });

  it.each([
    ['light', { width: 1280, height: 900 }],
    ['dark', { width: 360, height: 740 }],
  ] as const)('in %s, axe finds no fault and nothing is cut off', async (colorScheme, viewport) => {
    const page = await open({ colorScheme, viewport, javaScriptEnabled: true });
    const check = async (): Promise<void> => {
      expect(await violations(page), page.url()).toBe('[]');
      const overflow: unknown = await page.evaluate(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      );
      expect(overflow, page.url()).toBe(false);
    };
    for (const path of ['/', '/authorization-code', '/password', '/implicit/callback', '/no']) {
      await page.goto(demo.client + path);
      await check();
    }
    await page.goto(`${demo.client}/refresh`);
    await page.getByRole('button', { name: 'Run it' }).click();
    await check();
    await start(page, 'Authorization code with PKCE', onDevice);
    await signIn(page);
    await page.getByRole('button', { name: 'Allow' }).click();
    await over(page);
    await check();
  });
});

async function violations(page: Page): Promise<unknown> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe
    .run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) => [id, nodes[0].html])))`);
}
