/**
 * `npm test`: installs, builds, type-checks, lints, checks formatting, exports, sizes, unused code,
 * README examples, the rows of docs/oauthlib.md, prose and structure, and runs every test. What has
 * not changed is replayed from turbo's cache. The last line is `N passed, N failed` for the whole
 * run. With REFUSE_SKIPS set, as CI sets it, what could not be tested for want of something has
 * failed.
 */
import './lib/node-version.mjs';
import { install } from './lib/install.mjs';
import { forgetReports, skippedLines, summarize } from './lib/report.mjs';
import { run } from './lib/run.mjs';
import { servicesHere } from './lib/services.mjs';

const checks = 'lint format:check knip readmes parity prose structure exports size'.split(' ');
const steps = ['build', 'typecheck', ...checks, 'test'];

await install();
forgetReports();
const exitCode = await run(
  'turbo',
  ['run', ...steps, '--summarize', '--continue=dependencies-successful', ...process.argv.slice(2)],
  { env: { TEST_NODE: process.version, TEST_SERVICES: await servicesHere() } },
);

const refused = Boolean(process.env.REFUSE_SKIPS);
const { passed, skipped, failedSteps, ...tests } = summarize(exitCode);
const lines = skippedLines();
for (const step of failedSteps) console.log(`failed: ${step}`);
for (const line of lines) console.log(`not tested here: ${line}`);
const failed = tests.failed + (refused ? Math.max(skipped, lines.length) : 0);
const skips = skipped > 0 && !refused ? `, ${skipped} skipped` : '';
console.log(`${passed} passed, ${failed} failed${skips}`);
process.exitCode = exitCode === 0 && failed > 0 ? 1 : exitCode;
