import { describe, expect, it } from 'vitest';
import { toMarkdown } from './markdown.js';
import { rowsOf } from './result.js';

const series = [
  { server: 'limit', rates: [40_000, 20_000, 40_000], costs: [25, 50, 25] },
  { server: 'adapter-node', rates: [36_000, 18_000, 36_000], costs: [28, 56, 28] },
];

describe('a row', () => {
  it('has medians, and ratios to limit round by round', () => {
    const [limit, ours] = rowsOf(series);
    expect(limit).toMatchObject({ ratio: 1, cpuRatio: 1, requestsPerSecond: 40_000 });
    expect(ours).toMatchObject({
      requestsPerSecond: 36_000,
      microsecondsPerRequest: 27.78,
      cpuMicrosecondsPerRequest: 28,
      ratio: 0.9,
      cpuRatio: 0.89,
    });
  });

  it('is nothing without limit', () => {
    expect(() => rowsOf(series.slice(1))).toThrow(RangeError);
  });
});

describe('the page', () => {
  const page = toMarkdown({
    machine: 'a machine',
    load: 'wrk',
    note: undefined,
    setting: '48 connections',
    scenarios: [{ name: 'introspect', rows: rowsOf(series) }],
    inProcess: [{ what: 'token issued', microseconds: 5.2 }],
    jwt: [{ what: 'ES256 signed', microseconds: 44, joseMicroseconds: 40, ratio: 1.1 }],
  });

  it('has a table for each scenario', () => {
    expect(page).toContain('## introspect');
    expect(page).toContain('| adapter-node | 36,000 | 27.8 | 0.90 | 28.0 | 0.89 |');
  });

  it('has the cost of a call without HTTP', () => {
    expect(page).toContain('| token issued | 5.20 |');
  });

  it('has our access tokens next to those of bare jose', () => {
    expect(page).toContain('| ES256 signed | 44.0 | 40.0 | 1.10 |');
  });

  it('leaves out what was not measured', () => {
    const inProcess: [] = [];
    const jwt: [] = [];
    const rows = rowsOf(series);
    const rest = { machine: 'm', load: 'wrk', note: 'slow', setting: 's', inProcess, jwt };
    expect(toMarkdown({ ...rest, scenarios: [{ name: 'n', rows }] })).not.toContain('in process');
  });
});
