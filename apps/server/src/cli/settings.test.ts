import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { writeConfigFile } from '../../test/harness/config-file.js';
import { loadSettings } from './settings.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

it('the demo stores its data in a file of the repository that git ignores', async () => {
  const { location, isDefault } = await loadSettings({});
  expect(isDefault).toBe(true);
  expect(location).toEqual({ kind: 'sqlite', path: join(root, '.data/demo.db') });
  const ignored = await readFile(join(root, '.gitignore'), 'utf8');
  expect(ignored.split('\n')).toContain('.data/');
});

it('a store path is relative to the configuration file, or to the folder of the command line', async () => {
  const config = await writeConfigFile({ store: 'sqlite:oauth.db' });
  expect(await loadSettings({ config })).toMatchObject({
    location: { path: join(dirname(config), 'oauth.db') },
    isDefault: false,
  });
  expect(await loadSettings({ config, store: 'sqlite:other.db' })).toMatchObject({
    config: { store: 'sqlite:other.db' },
    location: { path: join(process.cwd(), 'other.db') },
  });
});
