import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readJson } from './json-file.js';

it('agrees with JSON.parse about any text, and never throws', () => {
  const nearJson = fc.string({ unit: fc.constantFrom(...Array.from('{}[],:"\\0-1.etrufalsn \n')) });
  fc.assert(
    fc.property(fc.oneof(nearJson, fc.json(), fc.string()), (text) => {
      const file = readJson(text);
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        expect(file.value).toBeUndefined();
        expect(file.faults).toHaveLength(1);
        return;
      }
      expect(file.value).toEqual(value);
    }),
    { numRuns: 2000 },
  );
});

it('finds the line of a value, or of the nearest one around it', () => {
  const file = readJson('{\n  "a": [\n    {\n      "b": 1\n    }\n  ]\n}');
  const place = (path: (string | number)[]) => {
    const { line, column } = file.locate({ path, message: '' });
    return `${line}:${column}`;
  };
  expect(place(['a', 0, 'b'])).toBe('4:7');
  expect(place(['a', 0, 'missing'])).toBe('3:5');
  expect(place(['nowhere'])).toBe('1:1');
});
