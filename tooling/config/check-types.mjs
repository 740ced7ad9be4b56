#!/usr/bin/env node
/**
 * `tsc` of TypeScript 7, which is native and checks a package in half a second. Declarations,
 * eslint and editors use TypeScript 6, whose API it does not have yet.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const manifest = fileURLToPath(import.meta.resolve('typescript-native/package.json'));
await import(pathToFileURL(join(dirname(manifest), 'lib/tsc.js')).href);
