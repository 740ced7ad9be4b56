import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Browser, browserWindows, expectAccessible, type Page } from '@oauth/app-kit/browser';
import { hasChromium, launchChromium } from '@oauth/app-kit/chromium';
import { buildAuthorizationUrl, postAsClient, codeVerifier } from './harness/authorization.js';
import { serveSite, type ServedSite } from './harness/served-site.js';
import { rightPassword } from './harness/site.js';

const canRun = hasChromium('app-server');
let browser: Browser;
let served: ServedSite;
const windows = browserWindows(() => browser);

beforeAll(async () => {
  if (canRun) browser = await launchChromium();
});
afterAll(async () => {
  if (canRun) await browser.close();
});
beforeEach(async () => {
  served = await serveSite();
});
afterEach(async () => {
  await windows.closeAll();
  await served.close();
});

function buildStartUrl(changes: Readonly<Record<string, string>> = {}): string {
  return served.issuer + buildAuthorizationUrl({ redirect_uri: served.callback, ...changes });
}

async function signIn(page: Page, changes?: Readonly<Record<string, string>>): Promise<void> {
  await page.goto(buildStartUrl(changes));
  await page.getByLabel('User name').fill('ada');
  await page.getByLabel('Password').fill(rightPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Decides, and waits for the client's page. */
async function decide(page: Page, button: 'Allow' | 'Deny'): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
}

async function waitForHeading(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

function getUrlParameter(page: Page, name: string): string | null {
  return new URL(page.url()).searchParams.get(name);
}

async function redeemCodeIn(page: Page): ReturnType<typeof postAsClient> {
  return postAsClient(served.site.app, '/token', 'web:web-secret', {
    grant_type: 'authorization_code',
    code: getUrlParameter(page, 'code') ?? '',
    redirect_uri: served.callback,
    code_verifier: codeVerifier,
  });
}

describe.runIf(canRun)('without JavaScript in a browser', () => {
  it('a user can sign in, uncheck a scope, and return to the app', async () => {
    const page = await windows.open();
    await signIn(page);
    await page.getByLabel('Change your notes').uncheck();
    await decide(page, 'Allow');
    expect(getUrlParameter(page, 'state')).toBe('af0ifjsldkj');
    expect((await redeemCodeIn(page)).body).toMatchObject({ scope: 'notes.read' });
  });

  it('a user can deny, and the app gets access_denied', async () => {
    const page = await windows.open();
    await signIn(page);
    await decide(page, 'Deny');
    expect(getUrlParameter(page, 'error')).toBe('access_denied');
    expect(getUrlParameter(page, 'code')).toBeNull();
  });

  it('a user can remove an app, and its token is inactive at once', async () => {
    const page = await windows.open();
    await signIn(page);
    await decide(page, 'Allow');
    const tokens = await redeemCodeIn(page);
    const readActive = async (): Promise<string> => {
      const token = tokens.text('access_token');
      return (await postAsClient(served.site.app, '/introspect', 'api:api-secret', { token })).text(
        'active',
      );
    };
    expect(await readActive()).toBe('true');
    await page.goto(`${served.issuer}/connected-apps`);
    await page.getByRole('button', { name: 'Remove Notebook' }).click();
    expect(await page.getByRole('status').textContent()).toContain('Notebook can no longer');
    expect(await readActive()).toBe('false');
  });

  it('an app can refresh until its tokens expire; then the user signs in again', async () => {
    const page = await windows.open();
    await signIn(page);
    await decide(page, 'Allow');
    const refresh = (token: string): ReturnType<typeof postAsClient> =>
      postAsClient(served.site.app, '/token', 'web:web-secret', {
        grant_type: 'refresh_token',
        refresh_token: token,
      });
    const first = await refresh((await redeemCodeIn(page)).text('refresh_token'));
    expect(first.status).toBe(200);
    served.site.clock.advance(2_592_000);
    expect((await refresh(first.text('refresh_token'))).body).toMatchObject({
      error: 'invalid_grant',
    });
    await page.goto(buildStartUrl());
    await waitForHeading(page, 'Sign in');
  });

  it('a user sees that the password is wrong, and can correct it', async () => {
    const page = await windows.open();
    await page.goto(buildStartUrl());
    await page.getByLabel('User name').fill('ada');
    await page.getByLabel('Password').fill('wrong');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('alert').textContent()).toContain('is wrong');
    expect(await page.getByLabel('User name').inputValue()).toBe('ada');
    await page.getByLabel('Password').fill(rightPassword);
    await page.keyboard.press('Enter');
    await waitForHeading(page, /Notebook wants to use/);
  });

  it('a user is asked each time about a public client on the device', async () => {
    const page = await windows.open();
    await signIn(page, { client_id: 'native' });
    await decide(page, 'Allow');
    expect(getUrlParameter(page, 'code')).not.toBeNull();
    await page.goto(buildStartUrl({ client_id: 'native' }));
    await waitForHeading(page, /Desktop wants to use/);
  });

  it('a user can sign out', async () => {
    const page = await windows.open();
    await signIn(page);
    await page.goto(`${served.issuer}/signout`);
    await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
    await waitForHeading(page, 'You are signed out');
    await page.goto(buildStartUrl());
    await waitForHeading(page, 'Sign in');
  });

  it('a user can do everything by keyboard', async () => {
    const page = await windows.open();
    await page.goto(buildStartUrl());
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
    await waitForHeading(page, 'Welcome back');
    expect((await redeemCodeIn(page)).body).toMatchObject({ scope: 'notes.write' });
  });
});

async function isFocused(page: Page, name: string): Promise<boolean> {
  return (await page.locator(`[name="${name}"]:focus`).count()) > 0;
}

describe.runIf(canRun)('for people with low vision', () => {
  it.each([
    ['light', { width: 1280, height: 900 }],
    ['dark', { width: 360, height: 740 }],
  ] as const)(
    'every page passes axe in %s, and nothing is cut off',
    async (colorScheme, viewport) => {
      const page = await windows.open({ colorScheme, viewport, javaScriptEnabled: true });
      await page.goto(buildStartUrl({ client_id: 'native' }));
      await expectAccessible(page);
      await page.getByLabel('User name').fill('ada');
      await page.getByLabel('Password').fill('wrong');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
      await expectAccessible(page);
      await signIn(page, { client_id: 'native' });
      await waitForHeading(page, /wants to use/);
      await expectAccessible(page);
      for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
      await page.getByRole('button', { name: 'Allow' }).click();
      await page.getByRole('alert').waitFor();
      await expectAccessible(page);
      for (const box of await page.getByRole('checkbox').all()) await box.check();
      await decide(page, 'Allow');
      for (const path of ['/', '/connected-apps', '/signout', '/authorize']) {
        await page.goto(served.issuer + path);
        await expectAccessible(page);
      }
      await page.goto(`${served.issuer}/connected-apps`);
      await page.getByRole('button', { name: 'Remove' }).click();
      await page.getByRole('status').waitFor();
      await expectAccessible(page);
    },
  );
});
