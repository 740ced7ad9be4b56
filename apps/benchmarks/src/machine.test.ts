import { expect, it } from 'vitest';
import { parseCoreList, pinned } from './machine.js';

it.each([
  ['0-1', [0, 1]],
  ['3', [3]],
  ['0-2,5,7-8', [0, 1, 2, 5, 7, 8]],
  ['', []],
])('reads the core list "%s"', (list, cores) => {
  expect(parseCoreList(list)).toEqual(cores);
});

it('pins a command to a core where there is one to pin to', () => {
  expect(pinned(2, 'wrk', ['-t1'])).toEqual({
    command: 'taskset',
    args: ['-c', '2', 'wrk', '-t1'],
  });
  expect(pinned(undefined, 'wrk', ['-t1'])).toEqual({ command: 'wrk', args: ['-t1'] });
});
