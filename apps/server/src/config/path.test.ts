import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatPath, parsePath, pointerPath } from './path.js';

it.each([
  ['clients[0].redirect_uris[1]', ['clients', 0, 'redirect_uris', 1]],
  ['scopes["notes.read"]', ['scopes', 'notes.read']],
  ['$schema', ['$schema']],
])('%s', (text, path) => {
  expect(formatPath(path)).toBe(text);
  expect(parsePath(text)).toEqual(path);
});

it('reads back whatever it writes', () => {
  const step = fc.oneof(fc.nat(), fc.string({ minLength: 1 }));
  fc.assert(
    fc.property(fc.array(step), (path) => {
      expect(parsePath(formatPath(path))).toEqual(path);
    }),
  );
});

it('takes a step of a JSON pointer for an index where it points into a list', () => {
  expect(pointerPath({ a: [{ '0': { 'b/~': 1 } }] }, '/a/0/0/b~1~0')).toEqual(['a', 0, '0', 'b/~']);
});
