import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mustRun, run } from './run.mjs';
import { readJson, root, workspacePackages } from './workspace.mjs';

const stamp = join(root, 'node_modules', '.installed');

/** Everything an install depends on: lockfile, manifests, the Node that native parts are for. */
function fingerprint() {
  const hash = createHash('sha256').update(
    `${process.version} ${process.platform} ${process.arch}`,
  );
  const manifests = workspacePackages().map(({ dir }) => join(dir, 'package.json'));
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'];
  for (const file of [...files.map((name) => join(root, name)), ...manifests.sort()]) {
    hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}

const installed = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();

const pnpmOf = (folder) => readJson(join(folder, 'package.json')).packageManager;

/** Runs the pnpm that a checkout pins, which npx fetches where it is not there yet. */
export function runPnpm(folder, args, options) {
  // From elsewhere: npx would take the copy in node_modules, which cannot replace itself.
  return run('npx', ['--yes', pnpmOf(folder), '--dir', folder, ...args], {
    ...options,
    cwd: tmpdir(),
    env: { npm_config_local_prefix: undefined },
  });
}

/** Installs what a checkout's lockfile lists. Resolves to pnpm's exit code. */
export function installIn(folder) {
  const flags = ['--frozen-lockfile', '--prefer-offline', '--reporter=append-only'];
  return runPnpm(folder, ['install', ...flags, '--loglevel=error']);
}

/** Installs the working tree's dependencies; a no-op where they are installed. */
export async function install() {
  if (installed()) return;
  const pnpm = pnpmOf(root);
  console.log(`Installing with ${pnpm}, the first time takes a minute …`);
  const code = await installIn(root);
  if (code !== 0) {
    if (code < 128) console.error(`If a package.json has changed: npx ${pnpm} install`);
    process.exit(code);
  }
  writeFileSync(stamp, fingerprint());
}

/** Builds packages and what they need; says something only when that takes long, or fails. */
export async function buildQuietly(...names) {
  const filters = names.map((name) => `--filter=${name}...`);
  const patience = setTimeout(() => console.log('Building …'), 3000);
  await mustRun('turbo', ['run', 'build', ...filters, '--log-prefix=none'], { quiet: true });
  clearTimeout(patience);
}
