import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { json } from '../contract/http.js';
import { splitUrl } from './url.js';

describe('splitUrl', () => {
  it.each([
    ['/token', '/token', ''],
    ['/token?', '/token', ''],
    ['/token?a=b', '/token', 'a=b'],
    ['/token?a=b?c', '/token', 'a=b?c'],
    ['/token?a=b#c', '/token', 'a=b'],
    ['/token#a?b', '/token', ''],
    ['//token?a', '//token', 'a'],
    ['/a?u=https://h/x', '/a', 'u=https://h/x'],
    ['https://h/token?a=b', '/token', 'a=b'],
    ['https://h:8080/a/b', '/a/b', ''],
    ['https://user@h/a', '/a', ''],
    ['https://h', '/', ''],
    ['https://h?a=b', '/', 'a=b'],
    ['https://h#a', '/', ''],
    ['https://h#/a?b', '/', ''],
  ])('splits %s into path and query', (url, path, query) => {
    expect(splitUrl(url)).toEqual({ path, query });
  });

  it('agrees with URL on URLs that need no normalising', () => {
    const urls = fc.webUrl({ withQueryParameters: true, withFragments: true });
    fc.assert(
      fc.property(urls, (text) => {
        const { href, pathname, search } = new URL(text);
        expect(splitUrl(href)).toEqual({ path: pathname, query: search.slice(1) });
      }),
    );
  });

  it('takes any text without throwing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { path, query } = splitUrl(text);
        expect(`${path}${query}`.length).toBeLessThanOrEqual(text.length + 1);
      }),
    );
  });
});

describe('json', () => {
  // #112
  it('is a response that no cache keeps', () => {
    expect(json(200, { a: 1, b: undefined })).toEqual({
      status: 200,
      headers: {
        'Content-Type': 'application/json;charset=UTF-8',
        'Cache-Control': 'no-store',
        Pragma: 'no-cache',
      },
      body: '{"a":1}',
    });
  });

  it('lets no response change the headers of the next', () => {
    expect(Object.isFrozen(json(200, {}).headers)).toBe(true);
    expect(json(401, {}, { Allow: 'POST' }).headers).toHaveProperty('Allow', 'POST');
    expect(json(200, {}).headers).not.toHaveProperty('Allow');
  });
});
