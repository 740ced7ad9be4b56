import { expect, it } from 'vitest';
import { alternate } from './alternate.js';

it('gives each build one turn a round, in the order A B B A', async () => {
  const turns: string[] = [];
  const taken = await alternate(2, async (side, round) => {
    turns.push(side);
    return `${side} ${round}`;
  });
  expect(turns).toEqual(['here', 'there', 'there', 'here']);
  expect(taken).toEqual({ here: ['here 1', 'here 2'], there: ['there 1', 'there 2'] });
});
