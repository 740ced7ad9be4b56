import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

export const skippedFile = '.reports/skipped.txt';

export function noteSkipped(line) {
  mkdirSync(dirname(skippedFile), { recursive: true });
  appendFileSync(skippedFile, `${line}\n`);
}
