import { describe, expect, it } from 'vitest';
import { call, consentPage } from './harness/authorization.js';
import type { Answers } from './harness/browser.js';
import { configFile } from './harness/config-file.js';
import { cuttableProxy, through } from './harness/cuttable-proxy.js';
import { atEnd, freshUrl, isHere } from './harness/fresh-store.js';
import { connect, newBrowser, refresh } from './harness/journey.js';
import { runServerWith } from './harness/server-process.js';

const usualPorts = { postgres: 5432, redis: 6379 } as const;

/** What must not be told to anybody but the operator. */
const inside = /ECONN|127\.0\.0\.1|postgres|redis|search_path|\bat .*\.js|node_modules/i;

/** Asks until a probe gives this status; a database that is back is noticed within seconds. */
async function until(server: Answers, status: number): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const probe = await newBrowser(server).get('/readyz');
    if (probe.status === status) return;
    if (Date.now() > deadline) expect.fail(`/readyz is still ${probe.status}`);
  }
}

describe.each(['postgres', 'redis'] as const)('a server that has lost its %s', (kind) => {
  it.skipIf(!isHere(kind))('says so cleanly, lives, and goes on when it is back', async () => {
    const url = await freshUrl[kind]();
    const proxy = await cuttableProxy(new URL(url), usualPorts[kind]);
    const config = await configFile();
    const server = await runServerWith({ STORE: through(proxy, url) }, '--config', config);
    atEnd(async () => server.child.kill('SIGKILL'));
    const browser = newBrowser(server);
    const { refreshToken } = await connect(browser, { consent: server, redeem: server });
    const form = await newBrowser(server).get('/signin');
    await until(server, 200);

    await proxy.cut();
    const json = [
      await refresh(server, refreshToken),
      await call(server, '/introspect', 'api:api-secret', { token: refreshToken }),
    ];
    for (const { status, body } of json) {
      expect(status).toBeGreaterThanOrEqual(500);
      expect(body).toMatchObject({
        error: expect.stringMatching(/^(server_error|temporarily_unavailable)$/) as unknown,
      });
      expect(JSON.stringify(body)).not.toMatch(inside);
    }
    const stranger = newBrowser(server);
    const page = await stranger.get('/signin');
    const pages = [
      await browser.get('/connected-apps'),
      await stranger.submit(page, { username: 'ada', password: 'correct horse' }),
    ];
    for (const { status, body } of pages) {
      expect(status).toBeGreaterThanOrEqual(500);
      expect(body).toContain('Something went wrong here');
      expect(body).not.toMatch(inside);
    }
    expect(form.status).toBe(200);
    expect((await newBrowser(server).get('/healthz')).status).toBe(200);
    const ready = await newBrowser(server).get('/readyz');
    expect([ready.status, ready.body]).toEqual([503, '{"status":"unavailable"}']);

    await proxy.mend();
    await until(server, 200);
    expect((await refresh(server, refreshToken)).status).toBe(200);
    expect((await browser.get('/connected-apps')).body).toContain('Notebook');
    expect((await consentPage(browser)).status).toBe(303);

    await proxy.cut();
    // Nothing is asked meanwhile: a request that takes a dead connection hears of it instead.
    await server.printed('store.connection_lost');
    await until(server, 503);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });
});
