import { expect, it } from 'vitest';
import { pathOf } from './routes.js';

it.each([
  ['/signin?return_to=/', '/signin'],
  ['http://localhost:3000/signin?a=b', '/signin'],
  ['https://auth.example', '/'],
  ['//', '//'],
  ['?a', '/'],
])('the path of %s is %s', (url, path) => {
  expect(pathOf(url)).toBe(path);
});
