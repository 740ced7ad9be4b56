import { describe, expect, it } from 'vitest';
import { consents } from '../src/consents/consents.js';
import { postAsClient, openConsentPage, redeemCode } from './harness/authorization.js';
import type { TestBrowser } from './harness/browser.js';
import { createSite, rightPassword, type Site } from './harness/site.js';

interface ConnectedSite {
  readonly site: Site;
  readonly browser: TestBrowser;
  readonly accessToken: string;
  readonly refreshToken: string;
}

async function createConnectedSite(): Promise<ConnectedSite> {
  const site = await createSite();
  const browser = site.browser();
  const response = await browser.submit(await openConsentPage(browser), {
    decision: 'approve',
    scope: 'notes.read',
  });
  const tokens = await redeemCode(site.app, response);
  const accessToken = tokens.text('access_token');
  return { site, browser, accessToken, refreshToken: tokens.text('refresh_token') };
}

async function isActive({ app }: Site, token: string): Promise<boolean> {
  return (
    (await postAsClient(app, '/introspect', 'api:api-secret', { token })).text('active') === 'true'
  );
}

function refresh({ app }: Site, token: string): ReturnType<typeof postAsClient> {
  const parameters = { grant_type: 'refresh_token', refresh_token: token };
  return postAsClient(app, '/token', 'web:web-secret', parameters);
}

describe('the page of connected apps', () => {
  it('shows each app with its granted scopes and dates', async () => {
    const { browser } = await createConnectedSite();
    const { body } = await browser.get('/connected-apps');
    expect(body).toContain('Notebook');
    expect(body).toContain('Read your notes');
    expect(body).not.toContain('Change your notes');
    expect(body).toContain('datetime="2033-05-18T03:33:20.000Z"');
  });

  it('removes an app: its tokens are inactive at once, and consent is needed again', async () => {
    const { site, browser, accessToken, refreshToken } = await createConnectedSite();
    expect(await isActive(site, accessToken)).toBe(true);
    const response = await browser.submit(await browser.get('/connected-apps'), {});
    const { body } = await browser.get(response.location ?? '');
    expect(body).toContain('Notebook can no longer use your account.');
    expect(body).toContain('No app is connected.');
    expect(await isActive(site, accessToken)).toBe(false);
    expect((await refresh(site, refreshToken)).body).toMatchObject({ error: 'invalid_grant' });
    expect((await openConsentPage(browser)).body).toContain('Read your notes');
  });

  it('claims that an app was removed only when it was', async () => {
    const { browser } = await createConnectedSite();
    const { body } = await browser.get('/connected-apps?removed=web');
    expect(body).not.toContain('can no longer');
  });

  // #17
  it('refuses a form that another site posted', async () => {
    const { site, browser, accessToken } = await createConnectedSite();
    const forms = [{}, { csrf_token: 'guessed' }];
    for (const form of forms)
      expect((await browser.post('/connected-apps', { client_id: 'web', ...form })).status).toBe(
        403,
      );
    expect(await isActive(site, accessToken)).toBe(true);
  });

  it('leaves the tokens of other users active', async () => {
    const { site, accessToken } = await createConnectedSite();
    const other = site.browser();
    await openConsentPage(other, {}, 'grace').then((page) =>
      other.submit(page, { decision: 'approve' }),
    );
    await other.submit(await other.get('/connected-apps'), {});
    expect(await isActive(site, accessToken)).toBe(true);
  });

  it('redirects to sign-in without a session', async () => {
    const { site } = await createConnectedSite();
    const page = await site.browser().get('/connected-apps');
    expect([page.status, page.location]).toEqual([303, '/signin?return_to=%2Fconnected-apps']);
  });

  it('still lists an app whose tokens could not be revoked', async () => {
    const { site, browser } = await createConnectedSite();
    const page = await browser.get('/connected-apps');
    const broken = site.restart(
      {},
      {
        ...site.store,
        revoke: () => Promise.reject(new Error('connection to 10.0.0.7 refused')),
      },
    );
    const response = await browser.switchTo(broken.app).submit(page, {});
    expect([response.status, response.body]).toEqual([
      500,
      expect.not.stringContaining('10.0.0.7'),
    ]);
    expect(site.events.of('request.failed')).toMatchObject([{ reason: 'server.unexpected' }]);
    expect((await browser.get('/connected-apps')).body).toContain('Notebook');
  });
});

describe('an app without live tokens', () => {
  it('stays listed while its consent is remembered, so that the user can remove it', async () => {
    const { site, browser } = await createConnectedSite();
    site.clock.advance(2_592_001);
    await browser.attemptSignIn('ada', rightPassword);
    expect((await browser.get('/connected-apps')).body).toContain('Notebook');
    await browser.submit(await browser.get('/connected-apps'), {});
    expect((await openConsentPage(browser)).body).toContain('Read your notes');
  });

  it('is not listed once its consent has expired', async () => {
    const { site, browser } = await createConnectedSite();
    site.clock.advance(7_776_001);
    await browser.attemptSignIn('ada', rightPassword);
    expect((await browser.get('/connected-apps')).body).toContain('No app is connected.');
  });
});

describe('an app with many tokens', () => {
  it('is listed once, with its last use on the last page of the store', async () => {
    const { site, browser, refreshToken } = await createConnectedSite();
    let token = refreshToken;
    for (let day = 0; day < 120; day += 1) {
      site.clock.advance(20);
      token = (await refresh(site, token)).text('refresh_token');
    }
    const { body } = await browser.get('/connected-apps');
    expect(body.match(/<h2/g)).toHaveLength(1);
    expect(body).toContain(`datetime="2033-05-18T04:13:20.000Z"`);
  });
});

describe('a refresh token', () => {
  it('is refused once its user is gone', async () => {
    const { site, refreshToken } = await createConnectedSite();
    const without = await createSite({ users: [{ username: 'grace', password_hash: 'x' }] });
    const { app } = without.restart({}, site.store);
    const response = await postAsClient(app, '/token', 'web:web-secret', {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    });
    expect(response.body).toMatchObject({ error: 'invalid_grant' });
  });

  it('is refused once its app is removed', async () => {
    const { site, refreshToken } = await createConnectedSite();
    await consents(site.host).removeAll('user-1');
    expect((await refresh(site, refreshToken)).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('stays refused after a new consent to its app', async () => {
    const { site, browser, refreshToken } = await createConnectedSite();
    const recorded = site.store;
    const unrevoked = site.restart({}, { ...recorded, revoke: () => 0 });
    const removing = browser.switchTo(unrevoked.app);
    await removing.submit(await removing.get('/connected-apps'), {});
    await browser.submit(await openConsentPage(browser), { decision: 'approve' });
    expect((await refresh(site, refreshToken)).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('writes no consent when it is used', async () => {
    const { site, refreshToken } = await createConnectedSite();
    const recording = site.withRecordedWrites();
    expect((await refresh(recording, refreshToken)).status).toBe(200);
    expect(recording.writes.length).toBeGreaterThan(0);
    expect(recording.writes.join()).not.toContain('document:');
  });

  it('updates when the app was last used', async () => {
    const { site, browser, refreshToken } = await createConnectedSite();
    site.clock.advance(86_400);
    expect((await refresh(site, refreshToken)).status).toBe(200);
    await browser.signIn(await browser.get('/signin'), 'ada', rightPassword);
    const { body } = await browser.get('/connected-apps');
    expect(body).toContain('datetime="2033-05-19T03:33:20.000Z"');
  });
});

describe('the password grant', () => {
  const clients = [
    {
      client_id: 'legacy',
      client_secret: 'legacy-secret',
      client_name: 'Old app',
      grant_types: ['password', 'refresh_token'],
      scope: 'notes.read',
    },
  ];
  const requestTokens = ({ app }: Site, password: string): ReturnType<typeof postAsClient> =>
    postAsClient(app, '/token', 'legacy:legacy-secret', {
      grant_type: 'password',
      username: 'ada',
      password,
    });

  it('connects the app, and the user can remove it', async () => {
    const site = await createSite({ clients });
    const tokens = await requestTokens(site, rightPassword);
    expect(tokens.body).toMatchObject({ scope: 'notes.read' });
    const browser = site.browser();
    await browser.signIn(await browser.get('/signin'), 'ada', rightPassword);
    expect((await browser.get('/connected-apps')).body).toContain('Old app');
    await browser.submit(await browser.get('/connected-apps'), {});
    const token = tokens.text('refresh_token');
    const again = await postAsClient(site.app, '/token', 'legacy:legacy-secret', {
      grant_type: 'refresh_token',
      refresh_token: token,
    });
    expect(again.body).toMatchObject({ error: 'invalid_grant' });
  });

  it('makes a client that guesses passwords wait', async () => {
    const site = await createSite({ clients });
    for (let time = 0; time < 5; time += 1)
      expect((await requestTokens(site, 'guess')).body).toMatchObject({ error: 'invalid_grant' });
    expect((await requestTokens(site, rightPassword)).status).toBe(429);
  });
});
