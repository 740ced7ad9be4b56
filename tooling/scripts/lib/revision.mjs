import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installIn, runPnpm } from './install.mjs';
import { root } from './workspace.mjs';

/** Not below node_modules: esbuild ignores a tsconfig.json there, and would compile differently. */
const cache = join(root, '.cache', 'revisions');

const git = (args, env) =>
  execFileSync('git', args, {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

/**
 * The hash of the commit that a revision names.
 *
 * @throws Error where it names none
 */
export function commitOf(revision) {
  try {
    return git(['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`]);
  } catch {
    throw new Error(
      `"${revision}" does not name a commit of this repository. Give a hash, a branch or a tag.`,
    );
  }
}

/** Writes a commit's files through an index of their own: git registers no worktree. */
function writeFiles(commit, folder) {
  const index = { GIT_INDEX_FILE: join(folder, '.index') };
  git(['read-tree', commit], index);
  git(['checkout-index', '--all', `--prefix=${folder}/`], index);
  rmSync(index.GIT_INDEX_FILE);
}

function mustSucceed(code) {
  if (code !== 0) process.exit(code);
}

/**
 * Builds the benchmark of a commit, with all that it needs, and resolves to the folder of its entries.
 * Later runs use the build again. An interrupted one has no mark, and the next run deletes it.
 */
export async function buildBenchmarks(commit) {
  const folder = join(cache, commit);
  const dist = join(folder, 'apps', 'benchmarks', 'dist');
  const mark = join(folder, '.built');
  if (existsSync(mark)) return dist;
  console.log(`Building ${commit.slice(0, 7)}, the first time takes a minute or two …`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFiles(commit, folder);
  mustSucceed(await installIn(folder));
  // Not by turbo: it asks git for the files, and git ignores this folder.
  const build = ['--filter', '@oauth/app-benchmarks...', 'run', 'build'];
  mustSucceed(await runPnpm(folder, build, { quiet: true }));
  writeFileSync(mark, '');
  return dist;
}
