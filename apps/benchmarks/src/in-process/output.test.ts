import { expect, it } from 'vitest';
import { parseCosts, parseJwtCosts } from './output.js';

it('reads what calls cost, as every revision since 87062e1 prints it', () => {
  expect(parseCosts('COST 3.41 token by hand\nCOST 5.96 token issued\n')).toEqual([
    { what: 'token by hand', microseconds: 3.41 },
    { what: 'token issued', microseconds: 5.96 },
  ]);
});

it('reads what access tokens cost, as every revision since 87062e1 prints it', () => {
  expect(parseJwtCosts('PAIR 73.50 66.90 1.08 ES256 signed\n')).toEqual([
    { what: 'ES256 signed', microseconds: 73.5, joseMicroseconds: 66.9, ratio: 1.08 },
  ]);
});

it('takes no other line for a cost', () => {
  expect(parseCosts('a warning\nPAIR 1 2 3 x\n')).toEqual([]);
  expect(parseJwtCosts('a warning\nCOST 1 x\n')).toEqual([]);
});
