/**
 * `npm run release`: publishes every package whose version the registry does not have yet, after
 * all tests and the dry run have passed. See CONTRIBUTING.md.
 */
import './lib/node-version.mjs';
import { execFileSync } from 'node:child_process';
import { install } from './lib/install.mjs';
import { mustRun } from './lib/run.mjs';
import { root } from './lib/workspace.mjs';

await install();
if (execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' }) !== '') {
  console.error('Commit first: a release is made from what is committed.');
  process.exit(1);
}
await mustRun(process.execPath, ['tooling/scripts/test.mjs']);
await mustRun('changeset', ['publish']);
console.log('Now: git push --follow-tags');
