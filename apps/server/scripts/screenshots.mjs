/** Takes the pictures in screenshots/: each page in light and dark, side by side. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { startNode } from '@oauth/tooling/node-process';
import { lightAndDark } from './light-and-dark.mjs';

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url));
const entry = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const server = startNode(entry, ['--port', '0'], { env: { STORE: 'memory:' } });

/** The pages, in order. */
async function take(page, shoot) {
  const issuer = await server.printed(/runs at (\S+)/);
  const authorization = (redirectUri) =>
    `${issuer}/authorize?${new URLSearchParams({
      response_type: 'code',
      client_id: 'demo-web',
      redirect_uri: redirectUri,
      scope: 'notes.read notes.write profile',
      code_challenge: createHash('sha256').update('a verifier').digest('base64url'),
      code_challenge_method: 'S256',
    })}`;
  // Nobody answers at the client.
  await page.route('http://localhost:3001/**', (route) => route.fulfill({ body: 'Thank you.' }));
  await page.goto(authorization('http://localhost:3001/callback'));
  await shoot('sign-in');
  await page.fill('#username', 'ada');
  await page.fill('#password', 'engine');
  await page.click('button');
  await page.waitForSelector('[value=approve]');
  await shoot('consent');
  await page.click('[value=approve]');
  await page.waitForURL('http://localhost:3001/**');
  await page.goto(`${issuer}/connected-apps`);
  await shoot('connected-apps');
  await page.click('.app button');
  await page.waitForURL('**/connected-apps?removed=*');
  await page.goto(authorization('https://evil.example/'));
  await shoot('error');
}

try {
  await lightAndDark(
    [
      { folder, width: 640, height: 860 },
      { folder, suffix: '-phone', width: 375, height: 860 },
    ],
    take,
  );
} finally {
  server.child.kill();
}
