import { describe, expect, it } from 'vitest';
import { connections } from '../src/connections/connections.js';
import { call, consentPage, redeem } from './harness/authorization.js';
import type { TestBrowser } from './harness/browser.js';
import { makeSite, rightPassword, type Site } from './harness/site.js';

interface Connected {
  readonly site: Site;
  readonly browser: TestBrowser;
  readonly accessToken: string;
  readonly refreshToken: string;
}

async function connected(): Promise<Connected> {
  const site = await makeSite();
  const browser = site.browser();
  const answer = await browser.submit(await consentPage(browser), {
    decision: 'approve',
    scope: 'notes.read',
  });
  const tokens = await redeem(site.app, answer);
  const accessToken = tokens.text('access_token');
  return { site, browser, accessToken, refreshToken: tokens.text('refresh_token') };
}

async function isActive({ app }: Site, token: string): Promise<boolean> {
  return (await call(app, '/introspect', 'api:api-secret', { token })).text('active') === 'true';
}

function refresh({ app }: Site, token: string): ReturnType<typeof call> {
  const parameters = { grant_type: 'refresh_token', refresh_token: token };
  return call(app, '/token', 'web:web-secret', parameters);
}

describe('connected apps', () => {
  it('shows each app with what it may do, and since when', async () => {
    const { browser } = await connected();
    const { body } = await browser.get('/connected-apps');
    expect(body).toContain('Notebook');
    expect(body).toContain('Read your notes');
    expect(body).not.toContain('Change your notes');
    expect(body).toContain('datetime="2033-05-18T03:33:20.000Z"');
  });

  it('removes an app: its tokens are dead at once, and it has to ask again', async () => {
    const { site, browser, accessToken, refreshToken } = await connected();
    expect(await isActive(site, accessToken)).toBe(true);
    const answer = await browser.submit(await browser.get('/connected-apps'), {});
    const { body } = await browser.get(answer.location ?? '');
    expect(body).toContain('Notebook can no longer use your account.');
    expect(body).toContain('No app is connected.');
    expect(await isActive(site, accessToken)).toBe(false);
    expect((await refresh(site, refreshToken)).body).toMatchObject({ error: 'invalid_grant' });
    expect((await consentPage(browser)).body).toContain('Read your notes');
  });

  it('says that an app was removed only when it was', async () => {
    const { browser } = await connected();
    const { body } = await browser.get('/connected-apps?removed=web');
    expect(body).not.toContain('can no longer');
  });

  // #17
  it('does not take a form that another site posted', async () => {
    const { site, browser, accessToken } = await connected();
    const forms = [{}, { proof: 'guessed' }];
    for (const form of forms)
      expect((await browser.post('/connected-apps', { client_id: 'web', ...form })).status).toBe(
        403,
      );
    expect(await isActive(site, accessToken)).toBe(true);
  });

  it('removes nothing of other users', async () => {
    const { site, accessToken } = await connected();
    const other = site.browser();
    await consentPage(other, {}, 'grace').then((page) =>
      other.submit(page, { decision: 'approve' }),
    );
    await other.submit(await other.get('/connected-apps'), {});
    expect(await isActive(site, accessToken)).toBe(true);
  });

  it('is for whoever is signed in', async () => {
    const { site } = await connected();
    const page = await site.browser().get('/connected-apps');
    expect([page.status, page.location]).toEqual([303, '/signin?return_to=%2Fconnected-apps']);
  });

  it('keeps an app listed when its tokens could not be revoked', async () => {
    const { site, browser } = await connected();
    const page = await browser.get('/connected-apps');
    const broken = site.restart(
      {},
      {
        ...site.store,
        revoke: () => Promise.reject(new Error('connection to 10.0.0.7 refused')),
      },
    );
    const answer = await browser.to(broken.app).submit(page, {});
    expect([answer.status, answer.body]).toEqual([500, expect.not.stringContaining('10.0.0.7')]);
    expect(site.events.of('request.failed')).toMatchObject([{ reason: 'server.unexpected' }]);
    expect((await browser.get('/connected-apps')).body).toContain('Notebook');
  });
});

describe('a refresh', () => {
  it('is for users who are still there', async () => {
    const { site, refreshToken } = await connected();
    const without = await makeSite({ users: [{ username: 'grace', password_digest: 'x' }] });
    const { app } = without.restart({}, site.store);
    const answer = await call(app, '/token', 'web:web-secret', {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    });
    expect(answer.body).toMatchObject({ error: 'invalid_grant' });
  });

  it('is for apps that are still connected', async () => {
    const { site, refreshToken } = await connected();
    const now = (): number => Math.floor(site.clock.nowMs() / 1000);
    await connections({ store: site.store, now }, site.config.issuer).removeAll('user-1');
    expect((await refresh(site, refreshToken)).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('counts as use', async () => {
    const { site, browser, refreshToken } = await connected();
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
  const ask = ({ app }: Site, password: string): ReturnType<typeof call> =>
    call(app, '/token', 'legacy:legacy-secret', {
      grant_type: 'password',
      username: 'ada',
      password,
    });

  it('connects the app, which can be removed like any other', async () => {
    const site = await makeSite({ clients });
    const tokens = await ask(site, rightPassword);
    expect(tokens.body).toMatchObject({ scope: 'notes.read' });
    const browser = site.browser();
    await browser.signIn(await browser.get('/signin'), 'ada', rightPassword);
    expect((await browser.get('/connected-apps')).body).toContain('Old app');
    await browser.submit(await browser.get('/connected-apps'), {});
    const token = tokens.text('refresh_token');
    const again = await call(site.app, '/token', 'legacy:legacy-secret', {
      grant_type: 'refresh_token',
      refresh_token: token,
    });
    expect(again.body).toMatchObject({ error: 'invalid_grant' });
  });

  it('makes whoever guesses wait', async () => {
    const site = await makeSite({ clients });
    for (let time = 0; time < 5; time += 1)
      expect((await ask(site, 'guess')).body).toMatchObject({ error: 'invalid_grant' });
    expect((await ask(site, rightPassword)).status).toBe(429);
  });
});
