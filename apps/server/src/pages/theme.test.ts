import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTheme } from './theme.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'theme-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function writeFileIn(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return name;
}

const form = { action: '/signin', csrfToken: 'x' };

describe('the theme of the pages', () => {
  it.each([
    ['#ffdd00', '#000'],
    ['#2f5fe0', '#fff'],
    ['#000000', '#fff'],
    ['#ffffff', '#000'],
  ])('has readable text on the colour %s: %s', async (colour, text) => {
    const { theme } = await loadTheme({ brand: 'Acme', colour }, folder);
    expect(theme.stylesheet.response.body).toContain(`--brand: ${colour}; --on-brand: ${text};`);
    expect(theme.logo.response.body).toContain(`fill="${colour}"`);
  });

  it('uses the operator’s logo, and the stylesheet after the default styles', async () => {
    const { theme, faults } = await loadTheme(
      {
        brand: 'Acme',
        logo: await writeFileIn('logo.svg', '<svg/>'),
        stylesheet: await writeFileIn('own.css', '.card { border-radius: 0 }'),
      },
      folder,
    );
    expect(faults).toEqual([]);
    expect(theme.logo.response.body).toBe('<svg/>');
    expect(theme.stylesheet.response.body.trim().endsWith('.card { border-radius: 0 }')).toBe(true);
  });

  it('renames a file that has changed, so that no browser shows an old copy', async () => {
    const names = await Promise.all(
      ['#111111', '#222222'].map(
        async (colour) => (await loadTheme({ brand: 'A', colour }, folder)).theme.stylesheet.name,
      ),
    );
    expect(names[0]).not.toBe(names[1]);
  });

  it('uses the operator’s pages, which escape values like the default ones', async () => {
    const templates = await writeFileIn(
      'pages.mjs',
      `export default ({ html, defaultPages }) => ({
        signIn: (view) => ({ title: 'Hi', main: html\`<h1>\${view.username}</h1>\` }),
        signOut: (view) => ({ ...defaultPages.signOut(view), title: 'Bye' }),
      });`,
    );
    const { theme, faults } = await loadTheme({ brand: 'Acme', templates }, folder);
    expect(faults).toEqual([]);
    const page = theme.pages.signIn({ form, username: '<b>', hints: [] });
    expect(page.main.toString()).toBe('<h1>&lt;b&gt;</h1>');
    expect(theme.pages.signOut({ form, user: { name: 'A', username: 'a' } }).title).toBe('Bye');
    expect(theme.pages.home).toBeTypeOf('function');
  });

  it.each([
    ['an export that is no function', 'export default {}', 'no default export that is a function'],
    ['an unknown page', 'export default () => ({ singIn() {} })', 'singIn is no page'],
    [
      'a function that returns no pages',
      'export default () => 1',
      'must return an object of page functions',
    ],
    ['a syntax error', 'export default (', 'cannot be used'],
  ])('is refused with the file’s fault: %s', async (name, code, expected) => {
    const templates = await writeFileIn(`${name.replaceAll(' ', '-')}.mjs`, code);
    const { faults } = await loadTheme({ brand: 'Acme', templates }, folder);
    expect(faults).toMatchObject([{ path: ['pages', 'templates'] }]);
    expect(faults[0]?.message).toContain(expected);
  });

  it('is refused with the path of a file that does not exist', async () => {
    const { faults } = await loadTheme(
      { brand: 'A', logo: 'no.svg', stylesheet: 'no.css' },
      folder,
    );
    expect(faults.map(({ path }) => path.join('.'))).toEqual(['pages.logo', 'pages.stylesheet']);
  });
});
