/**
 * `npm run release:dry`: everything a release does but publishing, in a temporary copy of the
 * working tree: versions by changesets, builds, packs every public package, installs the tarballs
 * into an empty folder, type-checks the root README's first example there and runs it.
 */
import './lib/node-version.mjs';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { markedExamples } from './lib/examples.mjs';
import { install } from './lib/install.mjs';
import { environment, mustRun } from './lib/run.mjs';
import { publicPackages, root } from './lib/workspace.mjs';

const temporary = mkdtempSync(join(tmpdir(), 'oauth-release-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));
const copy = join(temporary, 'repository');
const user = join(temporary, 'user');

const step = (title) => console.log(`\n── ${title}`);
const git = (args, cwd) => execFileSync('git', args, { cwd, encoding: 'utf8' });

function copyWorkingTree() {
  const files = git(['ls-files', '-z', '--cached', '--others', '--exclude-standard'], root);
  for (const file of files.split('\0').filter((name) => name && existsSync(join(root, name)))) {
    cpSync(join(root, file), join(copy, file));
  }
  // Changesets asks git when a change came in.
  git(['init', '--quiet', '--initial-branch=main'], copy);
  git(['add', '--all'], copy);
  const author = ['-c', 'user.name=release', '-c', 'user.email=release@localhost'];
  git([...author, 'commit', '--quiet', '--no-gpg-sign', '-m', 'release'], copy);
}

/** Shows what a command says only where it fails. */
async function inCopy(command, ...args) {
  await mustRun(command, args, { cwd: copy, quiet: true });
}

/** Fails with every fault of every tarball; otherwise their paths. */
async function packAll() {
  const { packedFaults, packPackage } = await import('@oauth/tooling/packed');
  // The copy's own modules: they know where they are.
  const { publicPackages: packagesOf } = await import(
    pathToFileURL(join(copy, 'tooling/scripts/lib/workspace.mjs')).href
  );
  const tarballs = packagesOf().map(({ dir, manifest }) => {
    const tarball = packPackage(dir, join(temporary, 'tarballs'));
    console.log(`${manifest.name} ${manifest.version}`);
    for (const fault of packedFaults(tarball)) {
      console.error(`${manifest.name}: ${fault}`);
      process.exitCode = 1;
    }
    if (manifest.version === '0.0.0') {
      console.error(`${manifest.name}: no changeset gives it a version`);
      process.exitCode = 1;
    }
    return tarball;
  });
  if (process.exitCode) process.exit();
  return tarballs;
}

function installTarballs(tarballs) {
  mkdirSync(user);
  const manifest = { name: 'a-user', private: true, type: 'module' };
  writeFileSync(join(user, 'package.json'), JSON.stringify(manifest));
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--strict-peer-deps'];
  execFileSync('npm', ['install', ...flags, ...tarballs], { stdio: 'inherit', cwd: user });
}

async function runExample() {
  const { default: ts } = await import('typescript');
  const [example] = markedExamples(join(root, 'README.md'));
  if (example?.text === undefined) throw new Error('The root README has no marked example.');
  const typed = extname(example.path) === '.ts';
  const source = join(user, typed ? 'example.mts' : 'example.mjs');
  writeFileSync(source, example.code);
  const options = {
    strict: true,
    noEmit: true,
    allowJs: true,
    checkJs: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
    types: [],
  };
  const faults = ts.getPreEmitDiagnostics(ts.createProgram([source], options));
  if (faults.length > 0) {
    const host = {
      getCanonicalFileName: (name) => name,
      getCurrentDirectory: () => user,
      getNewLine: () => '\n',
    };
    throw new Error(ts.formatDiagnostics(faults, host));
  }
  const transpiled = { compilerOptions: options, fileName: source };
  const { outputText } = ts.transpileModule(example.code, transpiled);
  writeFileSync(join(user, 'example.mjs'), typed ? outputText : example.code);
  execFileSync(process.execPath, ['example.mjs'], { stdio: 'inherit', cwd: user, timeout: 30_000 });
}

await install();
process.env.PATH = environment().PATH;
step('A copy of the working tree');
copyWorkingTree();
await inCopy('pnpm', 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=silent');
step('Versions');
await inCopy('changeset', 'version');
step('Build');
const filters = publicPackages().map(({ manifest }) => `--filter=${manifest.name}`);
await inCopy('turbo', 'run', 'build', ...filters, '--log-prefix=none', '--output-logs=errors-only');
step('Pack');
const tarballs = await packAll();
step('Install the tarballs into an empty folder');
installTarballs(tarballs);
step('The README’s first example, type-checked and run there');
await runExample();
console.log('\nThe release would work.');
