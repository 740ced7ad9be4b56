import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemo, type Demo } from './harness/demo.js';
import { decide, faultsOf, startRun, stepsOf } from './harness/runs.js';
import { Visitor } from './harness/visitor.js';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.stop());

/** A visitor whose run waits, and the address that the server sends the browser back to. */
async function answered(): Promise<{ visitor: Visitor; back: string }> {
  const visitor = new Visitor();
  const waiting = await startRun(visitor, demo, 'authorization-code');
  return { visitor, back: await decide(visitor, waiting) };
}

function changed(url: string, name: string, value: string): string {
  const other = new URL(url);
  other.searchParams.set(name, value);
  return other.href;
}

describe('an answer from the server', () => {
  it('of another browser’s request goes nowhere', async () => {
    const { back } = await answered();
    const stranger = new Visitor();
    await startRun(stranger, demo, 'client-credentials');
    expect((await stranger.go(back)).status).toBe(400);
    expect((await new Visitor().go(back)).status).toBe(400);
  });

  it('with another state, or without one, goes nowhere', async () => {
    const { visitor, back } = await answered();
    expect((await visitor.go(changed(back, 'state', 'other'))).status).toBe(400);
    expect((await visitor.go(`${demo.client}/callback?code=x`)).status).toBe(400);
    expect(faultsOf(await visitor.go(back))).toEqual([]);
  });

  it('is taken once', async () => {
    const { visitor, back } = await answered();
    expect(stepsOf(await visitor.go(back))).toHaveLength(9);
    expect((await visitor.go(back)).status).toBe(400);
  });

  it.each([
    ['of another issuer', 'https://evil.example'],
    ['without an issuer', ''],
  ])('%s ends the run before the code is sent anywhere', async (_, iss) => {
    const { visitor, back } = await answered();
    const page = await visitor.go(changed(back, 'iss', iss));
    expect(stepsOf(page)).toHaveLength(3);
    expect(faultsOf(page)[0]).toContain(`It is not from ${demo.issuer}`);
  });

  it('is shown as text', async () => {
    const { visitor, back } = await answered();
    const page = await visitor.go(
      changed(changed(back, 'error', 'x'), 'error_description', '<img src=x onerror=alert(1)>'),
    );
    expect(page.body).not.toContain('<img src=x');
    expect(faultsOf(page)[0]).toContain('The server refused: <img src=x onerror=alert(1)>');
  });

  it('leaves the address', async () => {
    const { visitor, back } = await answered();
    expect((await visitor.go(back)).url).toMatch(/\/run\?id=[\w-]{43}#step-3$/);
  });
});

describe('the pages', () => {
  it('are for the browser whose run it is', async () => {
    const page = await startRun(new Visitor(), demo, 'client-credentials');
    expect((await new Visitor().go(page.url)).status).toBe(404);
  });

  it('allow nothing from elsewhere, and a script of this site where one is of use', async () => {
    const visitor = new Visitor();
    const run = await startRun(visitor, demo, 'client-credentials');
    const paths = ['/', '/authorization-code', '/password', '/nowhere', '/implicit/callback'];
    for (const url of [run.url, ...paths.map((path) => demo.client + path)]) {
      const { headers, body } = await visitor.go(url);
      const scripted = url.endsWith('/implicit/callback');
      expect(headers.get('content-security-policy'), url).toBe(
        `default-src 'none'; style-src 'self'; img-src 'self'; ${scripted ? "script-src 'self'; " : ''}form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      );
      expect(headers.get('cache-control'), url).toBe('no-store');
      expect(headers.get('x-content-type-options'), url).toBe('nosniff');
      expect(body.includes('<script'), url).toBe(scripted);
      expect(body, url).not.toMatch(/<style|\sstyle=|\son\w+=/);
    }
  });

  it('mark what is legacy', async () => {
    for (const grant of ['implicit', 'password'])
      expect((await new Visitor().go(`${demo.client}/${grant}`)).body).toContain('>legacy</span>');
    expect((await new Visitor().go(`${demo.client}/refresh`)).body).not.toContain('legacy');
  });

  it('start nothing for a form of another site', async () => {
    for (const origin of ['https://evil.example', 'null', undefined]) {
      const response = await fetch(`${demo.client}/client-credentials`, {
        method: 'POST',
        headers: { ...(origin && { origin }) },
        body: new URLSearchParams(),
        redirect: 'manual',
      });
      expect([response.status, response.headers.get('set-cookie')]).toEqual([403, null]);
    }
  });

  it('set a cookie that no script and no other site’s form gets', async () => {
    const response = await fetch(`${demo.client}/client-credentials`, {
      method: 'POST',
      headers: { origin: demo.client },
      redirect: 'manual',
    });
    expect(response.headers.get('set-cookie')).toMatch(
      /^sample_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  it('are at one address: another name of this machine leads there', async () => {
    const { port } = new URL(demo.client);
    const response = await fetch(`http://localhost:${port}/refresh?a=b`, { redirect: 'manual' });
    expect(response.headers.get('location')).toBe(`${demo.client}/refresh?a=b`);
    const posted = await fetch(`http://localhost:${port}/refresh`, { method: 'POST' });
    expect(posted.status).toBe(421);
  });

  it.each([
    ['GET', '/nowhere', 404],
    ['GET', '//', 404],
    ['DELETE', '/', 404],
    ['HEAD', '/', 200],
  ])('answer %s %s with %d', async (method, path, status) => {
    expect((await fetch(demo.client + path, { method })).status).toBe(status);
  });

  it('take no form that is too large', async () => {
    const response = await fetch(`${demo.client}/password`, {
      method: 'POST',
      headers: { origin: demo.client },
      body: new URLSearchParams({ username: 'a'.repeat(70_000) }),
    });
    expect(response.status).toBe(413);
  });
});
