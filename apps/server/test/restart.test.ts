import { expect, it } from 'vitest';
import { answerOf, consentPage, redeem } from './harness/authorization.js';
import { configFile } from './harness/config-file.js';
import { atEnd } from './harness/fresh-store.js';
import { isActive, newBrowser, refresh } from './harness/journey.js';
import { runServerWith, type RunningServer } from './harness/server-process.js';

async function run(config: string): Promise<RunningServer> {
  const server = await runServerWith({ STORE: '' }, '--config', config);
  atEnd(async () => server.child.kill('SIGKILL'));
  return server;
}

it.each(['SIGTERM', 'SIGKILL'] as const)(
  'what is kept in SQLite outlives the process: %s',
  async (signal) => {
    const config = await configFile({ store: 'sqlite:kept/oauth.db' });
    const before = await run(config);
    expect(before.output.stdout).toContain('kept/oauth.db');
    const browser = newBrowser(before);
    const page = await consentPage(browser);
    const first = await redeem(before, await browser.submit(page, { decision: 'approve' }));
    // Consent is remembered, so that a second code needs no page.
    const code = await consentPage(browser);
    expect(answerOf(code)['code']).toBeDefined();
    before.child.kill(signal);
    expect(await before.ended).toBe(signal === 'SIGTERM' ? 0 : null);

    const after = await run(config);
    expect(await isActive(after, first.text('access_token'))).toBe(true);
    expect((await refresh(after, first.text('refresh_token'))).status).toBe(200);
    expect((await redeem(after, code)).status).toBe(200);
    const again = browser.to(after);
    expect((await again.get('/connected-apps')).body).toContain('Notebook');
    expect(answerOf(await consentPage(again))['code']).toBeDefined();
  },
);
