/** Takes the pictures in screenshots/: each page in light and dark, side by side. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url));
const entry = fileURLToPath(new URL('../dist/main.js', import.meta.url));
mkdirSync(folder, { recursive: true });

const server = spawn(process.execPath, [entry, '--port', '0'], {
  env: { ...process.env, STORE: 'memory:' },
  stdio: ['ignore', 'pipe', 'ignore'],
});
const issuer = await new Promise((resolve) => {
  let text = '';
  server.stdout.on('data', (chunk) => {
    text += chunk;
    const url = /runs at (\S+)/.exec(text)?.[1];
    if (url !== undefined) resolve(url);
  });
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
});

const authorization = (redirectUri) =>
  `${issuer}/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: 'demo-web',
    redirect_uri: redirectUri,
    scope: 'notes.read notes.write profile',
    code_challenge: createHash('sha256').update('a verifier').digest('base64url'),
    code_challenge_method: 'S256',
  })}`;

/** One row of a picture: the pages of one colour scheme and size, in order. */
async function take(colorScheme, viewport) {
  const context = await browser.newContext({ colorScheme, viewport });
  const page = await context.newPage();
  const pictures = {};
  const shoot = async (name) => {
    pictures[name] = (await page.screenshot()).toString('base64');
  };
  await page.goto(authorization('http://localhost:3001/callback'));
  await shoot('sign-in');
  await page.fill('#username', 'ada');
  await page.fill('#password', 'engine');
  await page.click('button');
  await page.waitForSelector('[value=approve]');
  await shoot('consent');
  // Nobody has to answer at the client.
  await page.click('[value=approve]').catch(() => undefined);
  await page.waitForTimeout(500);
  await page.goto(`${issuer}/connected-apps`);
  await shoot('connected-apps');
  await page.click('.app button');
  await page.goto(authorization('https://evil.example/'));
  await shoot('error');
  await context.close();
  return pictures;
}

const sizes = [
  ['', { width: 640, height: 860 }],
  ['-phone', { width: 375, height: 860 }],
];
try {
  for (const [suffix, viewport] of sizes) {
    const light = await take('light', viewport);
    const dark = await take('dark', viewport);
    const sheet = await browser.newPage({ viewport: { ...viewport, width: viewport.width * 2 } });
    for (const name of Object.keys(light)) {
      const images = [light, dark].map((set) => `<img src="data:image/png;base64,${set[name]}">`);
      await sheet.setContent(`<body style="margin:0;display:flex">${images.join('')}</body>`);
      await sheet.screenshot({ path: `${folder}${name}${suffix}.png` });
    }
    await sheet.close();
  }
} finally {
  await browser.close();
  server.kill();
}
