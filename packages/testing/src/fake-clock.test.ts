import { expect, it } from 'vitest';
import { fakeClock } from './fake-clock.js';

it('stands still until a test moves it, by seconds or to an instant in milliseconds', () => {
  const { nowMs, advance, set } = fakeClock(1_000);
  expect([nowMs(), nowMs()]).toEqual([1_000, 1_000]);
  advance(60);
  expect(nowMs()).toBe(61_000);
  advance(-0.5);
  expect(nowMs()).toBe(60_500);
  set(5);
  expect(nowMs()).toBe(5);
});

it('starts at the same instant in every test', () => {
  expect(new Date(fakeClock().nowMs()).toISOString()).toBe('2033-05-18T03:33:20.000Z');
});
