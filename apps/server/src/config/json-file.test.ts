import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseJsonFile } from './json-file.js';

it('accepts exactly the texts that JSON.parse accepts, and never throws', () => {
  const nearJson = fc.string({ unit: fc.constantFrom(...Array.from('{}[],:"\\0-1.etrufalsn \n')) });
  fc.assert(
    fc.property(fc.oneof(nearJson, fc.json(), fc.string()), (text) => {
      const file = parseJsonFile(text);
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

it('locates a fault at the line of its value, or of the nearest value around it', () => {
  const file = parseJsonFile('{\n  "a": [\n    {\n      "b": 1\n    }\n  ]\n}');
  const formatPlace = (path: (string | number)[]) => {
    const { line, column } = file.locate({ path, message: '' });
    return `${line}:${column}`;
  };
  expect(formatPlace(['a', 0, 'b'])).toBe('4:7');
  expect(formatPlace(['a', 0, 'missing'])).toBe('3:5');
  expect(formatPlace(['nowhere'])).toBe('1:1');
});
