import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { noteSkipped } from '@oauth/tooling/skipped';

const executablePath =
  [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
    (path) => path !== undefined && existsSync(path),
  ) ?? '';

/** Whether there is a Chromium to test in; `npm test` says so when there is none. */
export const hasChromium = executablePath !== '';
if (!hasChromium)
  noteSkipped('app-server in a browser: no Chromium (apt-get install chromium, or set CHROMIUM)');

/** Starts it, without what it would look up on the network. */
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
