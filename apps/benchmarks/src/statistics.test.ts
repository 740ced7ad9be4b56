import { describe, expect, it } from 'vitest';
import { median, pairedRatio } from './statistics.js';

describe('median', () => {
  it('is the middle value, whatever the order', () => {
    expect(median([30, 10, 20])).toBe(20);
  });

  it('is the mean of the two in the middle of an even number', () => {
    expect(median([1, 100, 3, 2])).toBe(2.5);
  });

  it('has no answer for nothing', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('pairedRatio', () => {
  it('is not moved by a round that was slow for both', () => {
    expect(pairedRatio([90, 9, 90], [100, 10, 100])).toBeCloseTo(0.9);
  });

  it('refuses series that were not measured side by side', () => {
    expect(() => pairedRatio([1, 2], [1])).toThrow(RangeError);
  });
});
