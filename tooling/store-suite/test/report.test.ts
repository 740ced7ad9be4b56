import { describe, expect, it } from 'vitest';
import { formatReport, storeSuite } from '@oauth/testing';
import type { Fault } from './faults.js';
import { faultyStore } from './faulty-store.js';

/** Runs the suite like a runner that calls a group's function after the group around it has ended. */
async function createReport(fault?: Fault): Promise<string> {
  const groups: (() => void)[] = [];
  const cases: (() => Promise<void>)[] = [];
  const report = storeSuite(
    {
      expect,
      describe: (_name, define) => groups.push(define),
      it: (_name, run) => cases.push(run),
    },
    () => ({ store: faultyStore(fault) }),
    { name: 'Mine', nativeExpiry: true, rounds: 2, parallel: 4 },
  );
  for (const define of groups) define();
  for (const run of cases) await run().catch(() => undefined);
  return formatReport(report).replaceAll(/[\d.]+ s$/gm, '… s');
}

describe('the report of the suite', () => {
  it('says how many cases passed, what was left out and why, and how many commits won each race', async () => {
    const report = await createReport();
    expect(report).toMatch(/^Mine: (\d+) of \1 cases passed in … s$/m);
    const lines = report.split('\n').slice(1);
    expect(lines.slice(0, -2).sort()).toEqual([
      'Mine: damaged rows: skipped, needs damage',
      'Mine: flows: skipped, needs grants',
      'Mine: lists: skipped, needs list',
      'Mine: processes: skipped, needs processes',
      'Mine: purge > expired records: skipped, needs a store that leaves expired records to purge',
      'Mine: purge races: skipped, needs a store that leaves expired records to purge',
      'Mine: round trip > opening again, and races of several connections: skipped, needs persistent',
    ]);
    expect(lines.slice(-2)).toEqual([
      'Mine: races > one of 4 parallel redemptions wins, 2 times: 2 winners in 2 rounds of 8 commits (2) in … s',
      'Mine: races > parallel refreshes leave one chain: 2 winners in 2 rounds of 8 commits (2) in … s',
    ]);
  });

  it('counts failed cases, and winners that are too many', async () => {
    const report = await createReport('ignores versions');
    expect(report).not.toMatch(/^Mine: (\d+) of \1 cases passed/m);
    expect(report).toContain('2 times: 4 winners in 1 rounds of 4 commits');
  });
});
