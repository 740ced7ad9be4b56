/**
 * `npm test`: installs, builds, type-checks, lints, checks formatting, exports, sizes, unused code,
 * README examples and the rows of docs/oauthlib.md, and runs every test. What has not changed is
 * replayed from turbo's cache. The last line is `N passed, N failed` for the whole run.
 */
import './lib/node-version.mjs';
import { install } from './lib/install.mjs';
import { forgetReports, skippedLines, summarize } from './lib/report.mjs';
import { run } from './lib/run.mjs';
import { servicesHere } from './lib/services.mjs';

const steps = 'build typecheck lint format:check knip readmes parity exports size test'.split(' ');

await install();
forgetReports();
const exitCode = await run(
  'turbo',
  ['run', ...steps, '--summarize', '--continue=dependencies-successful', ...process.argv.slice(2)],
  { env: { TEST_NODE: process.version, TEST_SERVICES: await servicesHere() } },
);

const { passed, failed, skipped, failedSteps } = summarize(exitCode);
for (const step of failedSteps) console.log(`failed: ${step}`);
for (const line of skippedLines()) console.log(`not tested here: ${line}`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = exitCode === 0 && failed > 0 ? 1 : exitCode;
