import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { browserWindows, expectAccessible, type Browser, type Page } from '@oauth/app-kit/browser';
import { hasChromium, launchChromium } from '@oauth/app-kit/chromium';
import { startDemo, type Demo } from './harness/demo.js';

const canRun = hasChromium('sample-client');
let browser: Browser;
let demo: Demo;
const windows = browserWindows(() => browser);

beforeAll(async () => {
  if (!canRun) return;
  [browser, demo] = await Promise.all([launchChromium(), startDemo()]);
});
afterEach(() => windows.closeAll());
afterAll(async () => {
  if (!canRun) return;
  demo.stop();
  await browser.close();
});

/** Starts a flow from the overview, and goes to the server. */
async function startFlow(page: Page, flow: string, choice?: RegExp): Promise<void> {
  await page.goto(demo.clientUrl);
  await page.getByRole('link', { name: flow }).click();
  if (choice !== undefined) await page.getByLabel(choice).check();
  await page.getByRole('button', { name: 'Run it' }).click();
  await page.getByRole('link', { name: 'Go to the server' }).click();
}

/** The choice of a public client: the server asks the user for consent each time. */
const publicClient = /app on the user’s device/;

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('User name').fill('ada');
  await page.getByLabel('Password').fill('engine');
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function waitForEnd(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Run it again' }).waitFor();
}

describe.runIf(canRun)('in a browser', () => {
  it('without JavaScript, a user sees the code flow from its first request to its last', async () => {
    const page = await windows.open();
    await startFlow(page, 'Authorization code with PKCE');
    await signIn(page);
    await page.getByRole('button', { name: 'Allow' }).click();
    await waitForEnd(page);
    const steps = page.locator('li.step');
    expect(await steps.count()).toBe(9);
    expect(await steps.nth(6).textContent()).toContain('"subject": "user-1"');
    expect(await steps.nth(8).textContent()).toContain('401 Unauthorized');
    expect(await page.locator('li.bad').count()).toBe(0);
    expect(page.url()).not.toMatch(/code|state/);
  });

  it('without JavaScript, a user who denies reads what that means', async () => {
    const page = await windows.open();
    await startFlow(page, 'Authorization code with PKCE', publicClient);
    await signIn(page);
    await page.getByRole('button', { name: 'Deny' }).click();
    await waitForEnd(page);
    expect(await page.locator('li.bad').textContent()).toContain('The user said no');
  });

  it('with JavaScript, the page posts the implicit response and takes it off the address', async () => {
    const page = await windows.open({ javaScriptEnabled: true });
    await startFlow(page, 'Implicit');
    await signIn(page);
    await page.getByRole('button', { name: 'Allow' }).click();
    await waitForEnd(page);
    expect(await page.locator('li.bad').count()).toBe(0);
    expect(page.url()).not.toContain('access_token');
    await page.goBack();
    expect(page.url()).not.toContain('access_token');
  });

  it.each([
    ['light', { width: 1280, height: 900 }],
    ['dark', { width: 360, height: 740 }],
  ] as const)('in %s, every page is accessible and fits', async (colorScheme, viewport) => {
    const page = await windows.open({ colorScheme, viewport, javaScriptEnabled: true });
    for (const path of ['/', '/authorization-code', '/password', '/implicit/callback', '/no']) {
      await page.goto(demo.clientUrl + path);
      await expectAccessible(page);
    }
    await page.goto(`${demo.clientUrl}/refresh`);
    await page.getByRole('button', { name: 'Run it' }).click();
    await expectAccessible(page);
    await startFlow(page, 'Authorization code with PKCE', publicClient);
    await signIn(page);
    await page.getByRole('button', { name: 'Allow' }).click();
    await waitForEnd(page);
    await expectAccessible(page);
  });
});
