/**
 * `npm run races`: 4 processes redeem the same code 16 times each, all at once, 10,000 codes on
 * each store; every code must have one winner. `npm run races -- 100` does 100 codes.
 */
import './lib/node-version.mjs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { buildQuietly, install } from './lib/install.mjs';
import { run } from './lib/run.mjs';
import { root } from './lib/workspace.mjs';

const [rounds = '10000'] = process.argv.slice(2);
const env = { STORE_SUITE_ROUNDS: rounds, STORE_SUITE_PARALLEL: '64' };
const stores = ['sqlite', 'postgres', 'redis'];

/** What the store suite reports of a race. */
const report =
  /(?<store>[^:]+): processes > races > one of .+: (?<winners>\d+) winners in (?<rounds>\d+) rounds of (?<commits>\d+) commits \((?<shares>.+)\) in (?<time>.+)/;

const columns = [16, 8, 10, 9, 28, 10];
const formatRow = (...cells) =>
  cells
    .map((cell, index) => cell.padEnd(columns[index]))
    .join('')
    .trim();

function printResult(line) {
  const found = report.exec(stripVTControlCharacters(line))?.groups;
  if (found === undefined) return;
  const { store, winners, commits, shares, time } = found;
  console.log(formatRow(store, found.rounds, commits, winners, shares, time));
}

await install();
await buildQuietly(...stores.map((store) => `@oauth/store-${store}`), '@oauth/testing');
console.log(formatRow('store', 'rounds', 'commits', 'winners', 'by process', 'time'));
for (const store of stores) {
  const cwd = join(root, 'packages/stores', store);
  const code = await run('vitest', ['run', '-t', 'processes races one of'], {
    cwd,
    env,
    onLine: printResult,
  });
  if (code !== 0) process.exitCode = code;
}
