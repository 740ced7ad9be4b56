#!/usr/bin/env node
/**
 * Packs the package in the current folder and looks at what a user would get: publint, attw, and
 * this repository's own rules. Private packages pass unseen.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packedFaults, packPackage } from './packed.mjs';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
if (manifest.private) process.exit(0);

const faults = [];
const folder = '.reports/pack';
rmSync(folder, { recursive: true, force: true });
const tarball = packPackage('.', folder);
faults.push(...packedFaults(tarball));

const { messages, pkg } = await publint({
  strict: true,
  pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer },
});
faults.push(...messages.map((message) => formatMessage(message, pkg, { color: false })));

try {
  execFileSync('attw', [tarball, '--profile', 'esm-only', '--format', 'ascii', '--no-emoji'], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
} catch (error) {
  faults.push(`attw:\n${error.stdout}${error.stderr}`);
}

for (const fault of faults) console.error(`${manifest.name}: ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;
