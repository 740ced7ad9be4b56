import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

const tar = (flags, tarball, ...rest) =>
  execFileSync('tar', [flags, resolve(tarball), ...rest], { encoding: 'utf8' });

/** Packs as a release would; returns the tarball's path. */
export function packPackage(directory, destination) {
  mkdirSync(destination, { recursive: true });
  const output = execFileSync(
    'pnpm',
    ['pack', '--json', '--pack-destination', resolve(destination)],
    { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return JSON.parse(output.slice(output.indexOf('{'))).filename;
}

/** What must not be in a tarball, and what must. */
export function packedFaults(tarball) {
  const files = tar('-tzf', tarball).trim().split('\n');
  const manifest = tar('-xzOf', tarball, 'package/package.json');
  const members = JSON.parse(manifest);
  const { name, dependencies = {}, peerDependencies = {} } = members;
  const stray = files.filter((file) => /\/(src|test|examples)\/|\.test\.|\.map$/.test(file));
  const missing = ['README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts'].filter(
    (file) => !files.includes(`package/${file}`),
  );
  const unsaid = ['description', 'license', 'type', 'engines', 'sideEffects', 'exports'].filter(
    (member) => !(member in members),
  );
  const links = files.includes('package/README.md')
    ? tar('-xzOf', tarball, 'package/README.md').matchAll(/\]\((?!https:|#)([^)]*)\)/g)
    : [];
  const protocols = /"(workspace|catalog|link|file):/.exec(manifest);
  const needs = Object.keys({ ...dependencies, ...peerDependencies });
  return [
    ...stray.map((file) => `packs ${file}, which no user needs`),
    ...missing.map((file) => `packs no ${file}`),
    ...unsaid.map((member) => `says no ${member} in its package.json`),
    ...Array.from(links, ([, link]) => `links in its README to ${link}, which is not there`),
    ...(protocols ? [`still says ${protocols[1]}: in its package.json`] : []),
    ...(manifest.includes('@oauth/source') ? ['still has the @oauth/source condition'] : []),
    ...(name === '@oauth/core' && needs.length > 0 ? [`needs ${needs.join(', ')}`] : []),
    ...('@oauth/core' in dependencies ? ['depends on @oauth/core, which is a peer'] : []),
  ];
}
