import { expect, it } from 'vitest';
import { getPageText, parseSetCookie, readForm } from './page.js';

it('reads the form as a browser would send it', () => {
  const page = `<form method="post" action="/a?b=1&amp;c=2">
    <input name="csrf" value="&quot;x&quot;" /><input type="checkbox" name="on" value="1" checked />
    <input type="checkbox" name="off" value="1" /></form><form action="/other"></form>`;
  expect(readForm(page)).toEqual({
    action: '/a?b=1&c=2',
    fields: [
      ['csrf', '"x"'],
      ['on', '1'],
    ],
  });
  expect(readForm('<p>')).toEqual({ action: '', fields: [] });
});

it('reads the text that a user sees', () => {
  expect(getPageText('<p>5 &lt;  6 &amp;amp;\n<b>so</b></p>')).toBe('5 < 6 &amp;\nso');
});

it('tells a cookie that is set from one that is removed', () => {
  expect(parseSetCookie('a=b; Path=/')).toEqual({ name: 'a', value: 'b', isRemoval: false });
  expect(parseSetCookie('a=; Max-Age=0')).toEqual({ name: 'a', value: '', isRemoval: true });
});
