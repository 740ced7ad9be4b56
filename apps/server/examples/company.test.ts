import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadConfig } from '../src/config/load-config.js';
import { loadTheme } from '../src/pages/theme.js';
import { checkWithCore } from '../src/server/oauth-server.js';
import { verifyPassword } from '../src/users/password-hash.js';

const folder = dirname(fileURLToPath(import.meta.url));

it('the configuration in the README is valid, and its templates replace a page', async () => {
  const config = await loadConfig(join(folder, 'company.json'), checkWithCore);
  const { theme, faults } = await loadTheme(config.pages, folder);
  expect(faults).toEqual([]);
  const form = { action: '/signout', csrfToken: 'x' };
  const page = theme.pages.signOut({ form, user: { name: 'Ada & Co', username: 'ada' } });
  expect(page.main.toString()).toContain('See you soon, Ada &amp; Co.');
});

it('the password in the README signs in to its configuration', async () => {
  const { users } = await loadConfig(join(folder, 'company.json'), checkWithCore);
  const readme = await readFile(join(folder, '../README.md'), 'utf8');
  const password = /echo '([^']+)' \| .*hash-password/.exec(readme)?.[1] ?? '';
  expect(await verifyPassword(password, users[0]?.password_hash ?? '')).toBe(true);
});
