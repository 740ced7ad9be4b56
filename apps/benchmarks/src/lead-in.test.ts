import { expect, it } from 'vitest';
import { splitBodies } from './lead-in.js';

it('no body that works once is sent twice', () => {
  expect(splitBodies(['a', 'b', 'c'], 1)).toEqual([['a'], ['b', 'c']]);
});

it('a server that made one body gets it all the time', () => {
  expect(splitBodies(['a'], 60_000)).toEqual([['a'], ['a']]);
});
