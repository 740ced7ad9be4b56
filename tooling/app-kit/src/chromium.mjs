import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { noteSkipped } from '@oauth/tooling/skipped';

const executablePath = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
].find((path) => path !== undefined && existsSync(path));

export function hasChromium(app) {
  if (executablePath === undefined)
    noteSkipped(`${app} in a browser: no Chromium (apt-get install chromium, or set CHROMIUM)`);
  return executablePath !== undefined;
}

export function launchChromium() {
  return chromium.launch({
    executablePath: executablePath ?? '/usr/bin/chromium',
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
