import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadLook } from './look.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'look-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return name;
}

const form = { action: '/signin', proof: 'x' };

describe('the look of the pages', () => {
  it.each([
    ['#ffdd00', '#000'],
    ['#2f5fe0', '#fff'],
    ['#000000', '#fff'],
    ['#ffffff', '#000'],
  ])('has text on the colour %s in %s', async (colour, text) => {
    const { look } = await loadLook({ brand: 'Acme', colour }, folder);
    expect(look.stylesheet.response.body).toContain(`--brand: ${colour}; --on-brand: ${text};`);
    expect(look.logo.response.body).toContain(`fill="${colour}"`);
  });

  it('takes a logo and a stylesheet of one’s own, which comes last', async () => {
    const { look, faults } = await loadLook(
      {
        brand: 'Acme',
        logo: await file('logo.svg', '<svg/>'),
        stylesheet: await file('own.css', '.card { border-radius: 0 }'),
      },
      folder,
    );
    expect(faults).toEqual([]);
    expect(look.logo.response.body).toBe('<svg/>');
    expect(look.stylesheet.response.body.trim().endsWith('.card { border-radius: 0 }')).toBe(true);
  });

  it('gives a file that has changed another name', async () => {
    const names = await Promise.all(
      ['#111111', '#222222'].map(
        async (colour) => (await loadLook({ brand: 'A', colour }, folder)).look.stylesheet.name,
      ),
    );
    expect(names[0]).not.toBe(names[1]);
  });

  it('takes pages of one’s own, which escape like the others', async () => {
    const templates = await file(
      'pages.mjs',
      `export default ({ html, standard }) => ({
        signIn: (model) => ({ title: 'Hi', main: html\`<h1>\${model.username}</h1>\` }),
        signOut: (model) => ({ ...standard.signOut(model), title: 'Bye' }),
      });`,
    );
    const { look, faults } = await loadLook({ brand: 'Acme', templates }, folder);
    expect(faults).toEqual([]);
    const page = look.pages.signIn({ form, username: '<b>', hints: [] });
    expect(page.main.toString()).toBe('<h1>&lt;b&gt;</h1>');
    expect(look.pages.signOut({ form, user: { name: 'A', username: 'a' } }).title).toBe('Bye');
    expect(look.pages.home).toBeTypeOf('function');
  });

  it.each([
    ['no function', 'export default {}', 'no default export that is a function'],
    ['an unknown page', 'export default () => ({ singIn() {} })', 'singIn is no page'],
    ['something else', 'export default () => 1', 'must return an object of page functions'],
    ['broken code', 'export default (', 'cannot be used'],
  ])('names what it cannot use: %s', async (name, code, expected) => {
    const templates = await file(`${name.replaceAll(' ', '-')}.mjs`, code);
    const { faults } = await loadLook({ brand: 'Acme', templates }, folder);
    expect(faults).toMatchObject([{ path: ['pages', 'templates'] }]);
    expect(faults[0]?.message).toContain(expected);
  });

  it('names a file that is not there', async () => {
    const { faults } = await loadLook({ brand: 'A', logo: 'no.svg', stylesheet: 'no.css' }, folder);
    expect(faults.map(({ path }) => path.join('.'))).toEqual(['pages.logo', 'pages.stylesheet']);
  });
});
