import { describe, expect, it } from 'vitest';
import { compareCosts, compareSeries } from './comparison.js';
import { comparisonPage } from './page.js';

const series = (rates: readonly number[], costs: readonly number[]) => ({
  ...{ server: 'adapter-node', rates, costs },
});
const result = {
  against: '87062e1',
  setting: 'a machine, 3 rounds',
  note: undefined,
  inProcess: {
    comparisons: [compareCosts('token issued', { here: [4, 4, 6], there: [4, 4, 5] })],
    unpaired: ['a new call'],
  },
  http: [
    compareSeries('refresh, adapter-node', {
      here: series([20_000, 20_000, 10_000], [30, 33, 36]),
      there: series([25_000, 22_000, 11_000], [30, 30, 30]),
    }),
  ],
};

describe('the page of a comparison', () => {
  const page = comparisonPage(result);

  it('has a table of the part in process, with median, smallest and largest ratio', () => {
    expect(page).toContain('| token issued | 4.00 | 4.00 | 1.00 | 1.00 | 1.20 |');
  });

  it('has a table of the part over HTTP, by processor time and by the clock', () => {
    expect(page).toContain(
      '| refresh, adapter-node | 33.00 | 30.00 | 1.10 | 1.00 | 1.20 | 1.10 | 1.10 | 1.25 |',
    );
  });

  it('says which direction is slower', () => {
    expect(page).toContain('above 1.00 the working tree is slower');
  });

  it('closes with the scenarios that became slower', () => {
    expect(page.trimEnd().split('\n').at(-1)).toBe(
      'By CPU time slower here by more than 5 %: refresh, adapter-node.',
    );
  });

  it('closes with a sentence of its own where none became slower', () => {
    expect(comparisonPage({ ...result, http: [] })).toContain(
      'By CPU time no scenario is slower here by more than 5 %.',
    );
  });

  it('names what only one revision measures', () => {
    expect(page).toContain('Measured on one side only: a new call.');
  });
});
