import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemo, type Demo } from './harness/demo.js';
import { decideAtServer, readFaults, readSteps, startRun } from './harness/runs.js';
import { TestBrowser } from './harness/test-browser.js';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.stop());

/** A browser whose run waits, and the redirect that brings the authorization response to it. */
async function authorize(): Promise<{ browser: TestBrowser; redirect: string }> {
  const browser = new TestBrowser();
  const waiting = await startRun(browser, demo, 'authorization-code');
  return { browser, redirect: await decideAtServer(browser, waiting) };
}

function withParameter(url: string, name: string, value: string): string {
  const other = new URL(url);
  other.searchParams.set(name, value);
  return other.href;
}

describe('an authorization response', () => {
  it('to another browser’s request is not used', async () => {
    const { redirect } = await authorize();
    const other = new TestBrowser();
    await startRun(other, demo, 'client-credentials');
    expect((await other.load(redirect)).status).toBe(400);
    expect((await new TestBrowser().load(redirect)).status).toBe(400);
  });

  it('with another state, or without state, is not used', async () => {
    const { browser, redirect } = await authorize();
    expect((await browser.load(withParameter(redirect, 'state', 'other'))).status).toBe(400);
    expect((await browser.load(`${demo.clientUrl}/callback?code=x`)).status).toBe(400);
    expect(readFaults(await browser.load(redirect))).toEqual([]);
  });

  it('is not used a second time', async () => {
    const { browser, redirect } = await authorize();
    expect(readSteps(await browser.load(redirect))).toHaveLength(9);
    expect((await browser.load(redirect)).status).toBe(400);
  });

  it.each([
    ['of another issuer', 'https://evil.example'],
    ['without an issuer', ''],
  ])('%s ends the run before the client sends the code', async (_, iss) => {
    const { browser, redirect } = await authorize();
    const page = await browser.load(withParameter(redirect, 'iss', iss));
    expect(readSteps(page)).toHaveLength(3);
    expect(readFaults(page)[0]).toContain(`The response is not from ${demo.issuer}`);
  });

  it('cannot bring HTML into the page', async () => {
    const { browser, redirect } = await authorize();
    const text = '<img src=x onerror=alert(1)>';
    const failed = withParameter(redirect, 'error', 'x');
    const page = await browser.load(withParameter(failed, 'error_description', text));
    expect(page.body).not.toContain('<img src=x');
    expect(readFaults(page)[0]).toContain(`The server refused: ${text}`);
  });

  it('does not stay in the address of the browser', async () => {
    const { browser, redirect } = await authorize();
    expect((await browser.load(redirect)).url).toMatch(/\/run\?id=[\w-]{43}#step-3$/);
  });
});

describe('the pages', () => {
  it('show a run to no other browser', async () => {
    const page = await startRun(new TestBrowser(), demo, 'client-credentials');
    expect((await new TestBrowser().load(page.url)).status).toBe(404);
  });

  it('load nothing from elsewhere, and a script of this site where a page has one', async () => {
    const browser = new TestBrowser();
    const run = await startRun(browser, demo, 'client-credentials');
    const paths = ['/', '/authorization-code', '/password', '/nowhere', '/implicit/callback'];
    for (const url of [run.url, ...paths.map((path) => demo.clientUrl + path)]) {
      const { headers, body } = await browser.load(url);
      const hasScript = url.endsWith('/implicit/callback');
      expect(headers.get('content-security-policy'), url).toBe(
        `default-src 'none'; style-src 'self'; img-src 'self'; ${hasScript ? "script-src 'self'; " : ''}form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      );
      expect(headers.get('cache-control'), url).toBe('no-store');
      expect(headers.get('x-content-type-options'), url).toBe('nosniff');
      expect(body.includes('<script'), url).toBe(hasScript);
      expect(body, url).not.toMatch(/<style|\sstyle=|\son\w+=/);
    }
  });

  it('mark legacy grants, and no others', async () => {
    for (const flow of ['implicit', 'password'])
      expect((await new TestBrowser().load(`${demo.clientUrl}/${flow}`)).body).toContain(
        '>legacy</span>',
      );
    expect((await new TestBrowser().load(`${demo.clientUrl}/refresh`)).body).not.toContain(
      'legacy',
    );
  });

  it('start no run for a form of another site', async () => {
    for (const origin of ['https://evil.example', 'null', undefined]) {
      const response = await fetch(`${demo.clientUrl}/client-credentials`, {
        method: 'POST',
        headers: { ...(origin && { origin }) },
        body: new URLSearchParams(),
        redirect: 'manual',
      });
      expect([response.status, response.headers.get('set-cookie')]).toEqual([403, null]);
    }
  });

  it('set a cookie that scripts and other sites’ forms do not get', async () => {
    const response = await fetch(`${demo.clientUrl}/client-credentials`, {
      method: 'POST',
      headers: { origin: demo.clientUrl },
      redirect: 'manual',
    });
    expect(response.headers.get('set-cookie')).toMatch(
      /^sample_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  it('have one address, to which other names of this machine redirect', async () => {
    const { port } = new URL(demo.clientUrl);
    const response = await fetch(`http://localhost:${port}/refresh?a=b`, { redirect: 'manual' });
    expect(response.headers.get('location')).toBe(`${demo.clientUrl}/refresh?a=b`);
    const posted = await fetch(`http://localhost:${port}/refresh`, { method: 'POST' });
    expect(posted.status).toBe(421);
  });

  it.each([
    ['GET', '/nowhere', 404],
    ['GET', '//', 404],
    ['DELETE', '/', 404],
    ['HEAD', '/', 200],
  ])('answer %s %s with %d', async (method, path, status) => {
    expect((await fetch(demo.clientUrl + path, { method })).status).toBe(status);
  });

  it('refuse a form that is too large', async () => {
    const response = await fetch(`${demo.clientUrl}/password`, {
      method: 'POST',
      headers: { origin: demo.clientUrl },
      body: new URLSearchParams({ username: 'a'.repeat(70_000) }),
    });
    expect(response.status).toBe(413);
  });
});
