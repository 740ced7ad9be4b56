import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDemo, type Demo } from './harness/demo.js';
import { Visitor } from './harness/visitor.js';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.stop());

it('what the demo’s consent page links to is there', async () => {
  // Where npm start has the sample client.
  const home = 'http://localhost:3001/';
  const request = new URLSearchParams({
    response_type: 'code',
    client_id: 'demo-web',
    redirect_uri: `${home}callback`,
    scope: 'notes.read',
    code_challenge: 'c'.repeat(43),
    code_challenge_method: 'S256',
  });
  const visitor = new Visitor();
  const signIn = await visitor.go(`${demo.issuer}/authorize?${request.toString()}`);
  const { body } = await visitor.submit(signIn, { username: 'ada', password: 'engine' });
  const links = Array.from(body.matchAll(/<a [^>]*href="(http[^"]*)"/g), ([, href = '']) => href);
  expect(links).toContain(home);
  for (const link of links) {
    const page = await visitor.go(link.replace(home, `${demo.client}/`));
    expect([link, page.status]).toEqual([link, 200]);
  }
});
