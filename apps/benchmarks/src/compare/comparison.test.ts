import { describe, expect, it } from 'vitest';
import { compareCosts, compareSeries, pairCosts, slowerThan } from './comparison.js';

describe('a ratio', () => {
  it('is above 1 where the working tree costs more, and is taken round by round', () => {
    const { ratio, here, there } = compareCosts('refresh', {
      here: [12, 24, 11],
      there: [10, 20, 10],
    });
    expect(ratio.median).toBeCloseTo(1.2);
    expect(ratio.min).toBeCloseTo(1.1);
    expect(ratio.max).toBeCloseTo(1.2);
    expect([here, there]).toEqual([12, 10]);
  });

  it('by the clock is above 1 too where the working tree answers fewer requests a second', () => {
    const here = { server: 'adapter-node', rates: [20_000], costs: [30] };
    const there = { server: 'adapter-node', rates: [40_000], costs: [20] };
    const { ratio, time } = compareSeries('refresh', { here, there });
    expect([ratio.median, time.median]).toEqual([1.5, 2]);
  });
});

describe('costs that both builds print', () => {
  const cost = (what: string, microseconds: number) => ({ what, microseconds });

  it('are paired by name', () => {
    const { comparisons, unpaired } = pairCosts({
      here: [
        [cost('a', 2), cost('b', 1)],
        [cost('a', 4), cost('b', 3)],
      ],
      there: [
        [cost('b', 2), cost('a', 2)],
        [cost('b', 6), cost('a', 4)],
      ],
    });
    expect(comparisons.map(({ name, ratio }) => [name, ratio.median])).toEqual([
      ['a', 1],
      ['b', 0.5],
    ]);
    expect(unpaired).toEqual([]);
  });

  it('are named where only one build prints them', () => {
    const rounds = {
      here: [[cost('a', 2), cost('new', 1)]],
      there: [[cost('a', 2), cost('old', 1)]],
    };
    const { comparisons, unpaired } = pairCosts(rounds);
    expect(comparisons.map(({ name }) => name)).toEqual(['a']);
    expect(unpaired).toEqual(['new', 'old']);
  });
});

it('names the scenarios that are slower by more than the limit, and no faster ones', () => {
  const named = (name: string, here: number) => compareCosts(name, { here: [here], there: [100] });
  const comparisons = [named('slower', 106), named('as before', 104), named('faster', 80)];
  expect(slowerThan(1.05, comparisons)).toEqual(['slower']);
});
