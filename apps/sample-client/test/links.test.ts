import { afterAll, beforeAll, expect, it } from 'vitest';
import { pkcePair } from '@oauth/app-kit/pkce';
import { startDemo, type Demo } from './harness/demo.js';
import { TestBrowser } from './harness/test-browser.js';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.stop());

it('no link on the demo’s consent page leads nowhere', async () => {
  // Where npm start has the sample client.
  const clientUri = 'http://localhost:3001/';
  const request = new URLSearchParams({
    response_type: 'code',
    client_id: 'demo-web',
    redirect_uri: `${clientUri}callback`,
    scope: 'notes.read',
    code_challenge: pkcePair.code_challenge,
    code_challenge_method: 'S256',
  });
  const browser = new TestBrowser();
  const signIn = await browser.load(`${demo.issuer}/authorize?${request.toString()}`);
  const { body } = await browser.submit(signIn, { username: 'ada', password: 'engine' });
  const links = Array.from(body.matchAll(/<a [^>]*href="(http[^"]*)"/g), ([, href = '']) => href);
  expect(links).toContain(clientUri);
  for (const link of links) {
    const page = await browser.load(link.replace(clientUri, `${demo.clientUrl}/`));
    expect([link, page.status]).toEqual([link, 200]);
  }
});
