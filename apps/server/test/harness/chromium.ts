import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { noteSkipped } from '@oauth/tooling/skipped';

const executablePath =
  [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
    (path) => path !== undefined && existsSync(path),
  ) ?? '';

/** Whether this machine has Chromium; `npm test` reports that tests are skipped without it. */
export const hasChromium = executablePath !== '';
if (!hasChromium)
  noteSkipped('app-server in a browser: no Chromium (apt-get install chromium, or set CHROMIUM)');

/** Launches Chromium without its own requests to the network. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
