/**
 * `npm run new -- grants/device @oauth/grant-device "What it is for."`: copies tooling/template to
 * packages/grants/device, under its own name.
 */
import './lib/node-version.mjs';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { readJson, root } from './lib/workspace.mjs';

const [path, name, description] = process.argv.slice(2);
if (path === undefined || !name?.startsWith('@oauth/') || description === undefined) {
  console.error('usage: npm run new -- grants/device @oauth/grant-device "What it is for."');
  process.exit(1);
}
const folder = join(root, 'packages', path);
if (existsSync(folder)) {
  console.error(`There is a packages/${path} already.`);
  process.exit(1);
}

const left = new Set(['node_modules', 'dist', '.reports', '.turbo']);
cpSync(join(root, 'tooling/template'), folder, {
  recursive: true,
  filter: (source) => !left.has(basename(source)),
});

const manifestFile = join(folder, 'package.json');
const { private: _private, ...manifest } = readJson(manifestFile);
const named = { ...manifest, name, description };
writeFileSync(manifestFile, `${JSON.stringify(named, null, 2)}\n`);

const configFile = join(folder, 'tsconfig.json');
const config = readFileSync(configFile, 'utf8');
writeFileSync(configFile, config.replace('../..', relative(folder, root)));

console.log(`packages/${path} is there. Next: npx pnpm install, then rename what says hello.`);
