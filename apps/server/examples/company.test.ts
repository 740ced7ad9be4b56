import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadConfig } from '../src/config/load.js';
import { loadLook } from '../src/pages/look.js';
import { coreFaults } from '../src/server/oauth-server.js';
import { verifyPassword } from '../src/users/password.js';

const folder = dirname(fileURLToPath(import.meta.url));

it('the configuration of the README works, with its own pages', async () => {
  const config = await loadConfig(join(folder, 'company.json'), coreFaults);
  const { look, faults } = await loadLook(config.pages, folder);
  expect(faults).toEqual([]);
  const form = { action: '/signout', proof: 'x' };
  const page = look.pages.signOut({ form, user: { name: 'Ada & Co', username: 'ada' } });
  expect(page.main.toString()).toContain('See you soon, Ada &amp; Co.');
});

it('its password is the one that the README tells', async () => {
  const { users } = await loadConfig(join(folder, 'company.json'), coreFaults);
  const readme = await readFile(join(folder, '../README.md'), 'utf8');
  const password = /echo '([^']+)' \| .*digest-password/.exec(readme)?.[1] ?? '';
  expect(await verifyPassword(password, users[0]?.password_digest ?? '')).toBe(true);
});
