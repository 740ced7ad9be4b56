import { expect, it } from 'vitest';
import { turnOrder } from './turn-order.js';

it('favours neither of two contenders: each is first in every other round', () => {
  const rounds = [1, 2, 3, 4].map((round) => turnOrder(round, ['A', 'B']).join(' '));
  expect(rounds).toEqual(['A B', 'B A', 'A B', 'B A']);
});
