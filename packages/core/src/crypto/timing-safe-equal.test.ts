import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timingSafeEqual } from './timing-safe-equal.js';

const few = fc.string({ unit: fc.constantFrom('a', 'b', '-', '\u0101', '\u0001'), maxLength: 4 });

// [A9]
it('compares texts, whatever characters they have', () => {
  fc.assert(
    fc.property(few, few, (a, b) => {
      expect(timingSafeEqual(a, b)).toBe(a === b);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (a) => {
      expect(timingSafeEqual(a, a)).toBe(true);
    }),
  );
});
