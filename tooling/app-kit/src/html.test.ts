import fc from 'fast-check';
import { expect, it } from 'vitest';
import { html } from './html.js';

it('escapes what stands in text and in attributes, and nothing twice', () => {
  const name = `"><b>O'Hara & sons`;
  const inner = html`<i>${name}</i>`;
  expect(html`<p title="${name}">${inner}</p>`.toString()).toBe(
    '<p title="&quot;&gt;&lt;b&gt;O&#39;Hara &amp; sons"><i>&quot;&gt;&lt;b&gt;O&#39;Hara &amp; sons</i></p>',
  );
});

it('leaves out what is false or undefined, and joins lists', () => {
  const list = ['a', html`<b>${1}</b>`, undefined];
  expect(html`<p>${false}${undefined}${list}${0}</p>`.toString()).toBe('<p>a<b>1</b>0</p>');
});

it('lets no text open a tag or leave its attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const body = html`<a title="${text}">${text}</a>`.toString();
      expect(body.match(/[<>]/g)).toHaveLength(4);
      expect(body.match(/"/g)).toHaveLength(2);
    }),
  );
});
