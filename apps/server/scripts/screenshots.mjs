/** Takes the pictures in screenshots/. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { takeLightAndDark } from '@oauth/app-kit/light-and-dark';
import { startNode } from '@oauth/tooling/node-process';

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url));
const entry = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const server = startNode(entry, ['--port', '0'], { env: { STORE: 'memory:' } });

async function visitPages(page, shoot) {
  const issuer = await server.printed(/runs at (\S+)/);
  const buildAuthorizationUrl = (redirectUri) =>
    `${issuer}/authorize?${new URLSearchParams({
      response_type: 'code',
      client_id: 'demo-web',
      redirect_uri: redirectUri,
      scope: 'notes.read notes.write profile',
      code_challenge: createHash('sha256').update('a verifier').digest('base64url'),
      code_challenge_method: 'S256',
    })}`;
  // The demo's client does not run.
  await page.route('http://localhost:3001/**', (route) => route.fulfill({ body: 'Thank you.' }));
  await page.goto(buildAuthorizationUrl('http://localhost:3001/callback'));
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
  await page.goto(buildAuthorizationUrl('https://evil.example/'));
  await shoot('error');
}

try {
  await takeLightAndDark(
    [
      { folder, width: 640, height: 860 },
      { folder, suffix: '-phone', width: 375, height: 860 },
    ],
    visitPages,
  );
} finally {
  server.child.kill();
}
