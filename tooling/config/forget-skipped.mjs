import { rmSync } from 'node:fs';
import { skippedFile } from './skipped.mjs';

/** Vitest's global setup: what the last run skipped is no longer news. */
export function setup() {
  rmSync(skippedFile, { force: true });
}
