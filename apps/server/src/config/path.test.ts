import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatPath, parsePath, parsePointer } from './path.js';

it.each([
  ['clients[0].redirect_uris[1]', ['clients', 0, 'redirect_uris', 1]],
  ['scopes["notes.read"]', ['scopes', 'notes.read']],
  ['$schema', ['$schema']],
])('formats and parses the path %s', (text, path) => {
  expect(formatPath(path)).toBe(text);
  expect(parsePath(text)).toEqual(path);
});

it('parses every path that it formats back to the same steps', () => {
  const step = fc.oneof(fc.nat(), fc.string({ minLength: 1 }));
  fc.assert(
    fc.property(fc.array(step), (path) => {
      expect(parsePath(formatPath(path))).toEqual(path);
    }),
  );
});

it('reads a step of a JSON pointer as an index only inside a list', () => {
  expect(parsePointer({ a: [{ '0': { 'b/~': 1 } }] }, '/a/0/0/b~1~0')).toEqual([
    'a',
    0,
    '0',
    'b/~',
  ]);
});
