import { expect, it } from 'vitest';
import { getRedirectParameters, openConsentPage, redeemCode } from './harness/authorization.js';
import { writeConfigFile } from './harness/config-file.js';
import { afterTests } from './harness/fresh-store.js';
import { runServerWith, type RunningServer } from './harness/server-process.js';
import { isTokenActive, createBrowser, refreshTokens } from './harness/token-client.js';

async function runWith(config: string): Promise<RunningServer> {
  const server = await runServerWith({ STORE: '' }, '--config', config);
  afterTests(async () => server.child.kill('SIGKILL'));
  return server;
}

it.each(['SIGTERM', 'SIGKILL'] as const)(
  'tokens, sessions and consents in SQLite survive a restart: %s',
  async (signal) => {
    const config = await writeConfigFile({ store: 'sqlite:kept/oauth.db' });
    const before = await runWith(config);
    expect(before.output.stdout).toContain('kept/oauth.db');
    const browser = createBrowser(before);
    const page = await openConsentPage(browser);
    const first = await redeemCode(before, await browser.submit(page, { decision: 'approve' }));
    // The remembered consent covers the second request.
    const code = await openConsentPage(browser);
    expect(getRedirectParameters(code)['code']).toBeDefined();
    before.child.kill(signal);
    expect(await before.ended).toBe(signal === 'SIGTERM' ? 0 : null);

    const after = await runWith(config);
    expect(await isTokenActive(after, first.text('access_token'))).toBe(true);
    expect((await refreshTokens(after, first.text('refresh_token'))).status).toBe(200);
    expect((await redeemCode(after, code)).status).toBe(200);
    const again = browser.switchTo(after);
    expect((await again.get('/connected-apps')).body).toContain('Notebook');
    expect(getRedirectParameters(await openConsentPage(again))['code']).toBeDefined();
  },
);
