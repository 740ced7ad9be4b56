import { expect, it } from 'vitest';
import { parsePath, parseQuery } from './routes.js';

it.each([
  ['/signin?return_to=/', '/signin'],
  ['http://localhost:3000/signin?a=b', '/signin'],
  ['https://auth.example', '/'],
  ['//', '//'],
  ['?a', '/'],
])('the path of %s is %s', (url, path) => {
  expect(parsePath(url)).toBe(path);
});

it.each([
  ['/signin?return_to=/&x', 'return_to=%2F&x='],
  ['http://[/signin?a=b?c#d', 'a=b%3Fc'],
  ['/signin#?a=b', ''],
  ['/signin', ''],
])('the query of %s is %s', (url, query) => {
  expect(parseQuery(url).toString()).toBe(query);
});
