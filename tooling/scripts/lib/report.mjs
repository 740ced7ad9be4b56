import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, root, workspacePackages } from './workspace.mjs';

const runs = join(root, '.turbo', 'runs');
const testReport = (dir) => join(dir, '.reports', 'vitest.json');

/** Turbo restores what a cached run wrote; what is still there from a run before that is not it. */
export function forgetReports() {
  rmSync(runs, { recursive: true, force: true });
  for (const { dir } of workspacePackages()) rmSync(testReport(dir), { force: true });
}

function tasksOfLastRun() {
  const [summary] = existsSync(runs)
    ? readdirSync(runs).filter((name) => name.endsWith('.json'))
    : [];
  return summary === undefined ? [] : readJson(join(runs, summary)).tasks;
}

/** What the packages' test reports add up to. */
function countTests() {
  const total = { passed: 0, failed: 0, skipped: 0, packages: new Map() };
  for (const { dir, manifest } of workspacePackages()) {
    if (!existsSync(testReport(dir))) continue;
    const report = readJson(testReport(dir));
    // A file that fails before its first test counts as one failed test.
    const brokenFiles = report.testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
    );
    const failed = report.numFailedTests + brokenFiles.length;
    total.passed += report.numPassedTests;
    total.failed += failed;
    total.skipped += report.numPendingTests + report.numTodoTests;
    total.packages.set(manifest.name, failed);
  }
  return total;
}

/** What could not be tested here, and for want of what: one line each. */
export function skippedLines() {
  const files = workspacePackages().map(({ dir }) => join(dir, '.reports', 'skipped.txt'));
  const lines = files.filter(existsSync).flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  return [...new Set(lines.map((line) => line.trim()).filter(Boolean))].sort();
}

/**
 * Passed and failed tests of the whole run, cached ones included. A failed step that is no test (a
 * type error, a lint fault, a test run that broke off) counts as one failed test, and is named.
 */
export function summarize(exitCode) {
  const tests = countTests();
  const failedSteps = tasksOfLastRun()
    .filter(({ execution }) => (execution?.exitCode ?? 0) !== 0)
    .map(({ taskId }) => taskId)
    .filter((taskId) => {
      const [name, task] = taskId.split('#');
      return task !== 'test' || (tests.packages.get(name) ?? 0) === 0;
    });
  const failed = tests.failed + failedSteps.length;
  const unexplained = exitCode !== 0 && failed === 0 ? 1 : 0;
  return { ...tests, failed: failed + unexplained, failedSteps };
}
