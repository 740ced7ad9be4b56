import { describe, expect, it } from 'vitest';
import { postAsClient, openConsentPage } from './harness/authorization.js';
import type { RequestTarget } from './harness/browser.js';
import { writeConfigFile } from './harness/config-file.js';
import { cuttableProxy, replaceAddress } from './harness/cuttable-proxy.js';
import { afterTests, createStoreUrl, isAvailable } from './harness/fresh-store.js';
import { runServerWith } from './harness/server-process.js';
import { connectApp, createBrowser, refreshTokens } from './harness/token-client.js';

const usualPorts = { postgres: 5432, redis: 6379 } as const;

/** Details that only the operator may see. */
const internalDetails = /ECONN|127\.0\.0\.1|postgres|redis|search_path|\bat .*\.js|node_modules/i;

/** Probes until the response has this status: reconnecting takes up to seconds. */
async function waitForStatus(server: RequestTarget, status: number): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const probe = await createBrowser(server).get('/readyz');
    if (probe.status === status) return;
    if (Date.now() > deadline) expect.fail(`/readyz is still ${probe.status}`);
  }
}

describe.each(['postgres', 'redis'] as const)('a server whose %s is down', (kind) => {
  it.skipIf(!isAvailable(kind))(
    'answers 5xx without internal details, and works again when it is back',
    async () => {
      const url = await createStoreUrl[kind]();
      const proxy = await cuttableProxy(new URL(url), usualPorts[kind]);
      const config = await writeConfigFile();
      const server = await runServerWith({ STORE: replaceAddress(proxy, url) }, '--config', config);
      afterTests(async () => server.child.kill('SIGKILL'));
      const browser = createBrowser(server);
      const { refreshToken } = await connectApp(browser, { consent: server, redeem: server });
      const form = await createBrowser(server).get('/signin');
      await waitForStatus(server, 200);

      await proxy.cut();
      const tokenResponses = [
        await refreshTokens(server, refreshToken),
        await postAsClient(server, '/introspect', 'api:api-secret', { token: refreshToken }),
      ];
      for (const { status, body } of tokenResponses) {
        expect(status).toBeGreaterThanOrEqual(500);
        expect(body).toMatchObject({
          error: expect.stringMatching(/^(server_error|temporarily_unavailable)$/) as unknown,
        });
        expect(JSON.stringify(body)).not.toMatch(internalDetails);
      }
      const stranger = createBrowser(server);
      const page = await stranger.get('/signin');
      const pages = [
        await browser.get('/connected-apps'),
        await stranger.submit(page, { username: 'ada', password: 'correct horse' }),
      ];
      for (const { status, body } of pages) {
        expect(status).toBeGreaterThanOrEqual(500);
        expect(body).toContain('Something went wrong here');
        expect(body).not.toMatch(internalDetails);
      }
      expect(form.status).toBe(200);
      expect((await createBrowser(server).get('/healthz')).status).toBe(200);
      const ready = await createBrowser(server).get('/readyz');
      expect([ready.status, ready.body]).toEqual([503, '{"status":"unavailable"}']);

      await proxy.mend();
      await waitForStatus(server, 200);
      expect((await refreshTokens(server, refreshToken)).status).toBe(200);
      expect((await browser.get('/connected-apps')).body).toContain('Notebook');
      expect((await openConsentPage(browser)).status).toBe(303);

      await proxy.cut();
      // Sends no request before that: a request on a dead connection would get the error instead.
      await server.waitForOutput('store.connection_lost');
      await waitForStatus(server, 503);
      server.child.kill('SIGTERM');
      expect(await server.ended).toBe(0);
    },
  );
});
