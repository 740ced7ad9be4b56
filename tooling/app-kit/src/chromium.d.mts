import type { Browser } from 'playwright-core';

/** Whether this machine has a Chromium to test an app in; if not, the report of `npm test` says so. */
export function hasChromium(app: string): boolean;

/** Starts Chromium without what it would look up on the network. */
export function launchChromium(): Promise<Browser>;
