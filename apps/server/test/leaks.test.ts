import { expect, it } from 'vitest';
import { createLog } from '../src/log/log.js';
import {
  getRedirectParameters,
  postAsClient,
  openConsentPage,
  redeemCode,
} from './harness/authorization.js';
import { createSite, rightPassword } from './harness/site.js';

it('no secret appears in an event, the log, a page’s URL or an error', async () => {
  const site = await createSite();
  const browser = site.browser();
  const urls: (string | undefined)[] = [];
  const wrong = await browser.submit(await browser.get('/signin'), {
    username: 'ada',
    password: 'a wrong password',
  });
  urls.push(wrong.location, wrong.action);
  const consent = await openConsentPage(browser);
  urls.push(consent.action);
  const [csrfToken = ''] = consent.fields.flatMap(([name, value]) =>
    name === 'csrf_token' ? [value] : [],
  );
  const response = await browser.submit(consent, { decision: 'approve' });
  const tokens = await redeemCode(site.app, response);
  const code = getRedirectParameters(response)['code'] ?? '';
  const refreshToken = tokens.text('refresh_token');
  const refusals = [
    await redeemCode(site.app, response),
    await postAsClient(site.app, '/token', 'web:a wrong secret', { grant_type: 'refresh_token' }),
    await postAsClient(site.app, '/token', 'web:web-secret', {
      grant_type: 'refresh_token',
      refresh_token: `${refreshToken}x`,
    }),
  ];
  expect(refusals.map(({ status }) => status)).toEqual([400, 401, 400]);
  const removal = await browser.submit(await browser.get('/connected-apps'), {});
  urls.push(removal.location);

  const secrets = {
    code,
    csrfToken,
    refreshToken,
    accessToken: tokens.text('access_token'),
    session: browser.cookies.get('__Host-oauth-session-644d89f1') ?? '',
    password: rightPassword,
    wrongPassword: 'a wrong password',
    clientSecret: 'web-secret',
    wrongSecret: 'a wrong secret',
  };
  const log: string[] = [];
  for (const format of ['json', 'pretty'] as const) {
    const { event } = createLog(format, { write: (line) => log.push(line) }, false);
    for (const occurred of site.events.all) event(occurred);
  }
  const output = JSON.stringify([site.events.all, log, urls, refusals.map(({ body }) => body)]);
  expect(site.events.all.length).toBeGreaterThan(5);
  for (const [name, secret] of Object.entries(secrets)) {
    expect(secret.length, name).toBeGreaterThan(5);
    expect(output, name).not.toContain(secret);
  }
});
