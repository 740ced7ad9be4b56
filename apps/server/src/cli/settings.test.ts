import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { configFile } from '../../test/harness/config-file.js';
import { loadSettings } from './settings.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

it('a demo that nobody configured is kept in a file of the repository that git ignores', async () => {
  const { location, isDefault } = await loadSettings({});
  expect(isDefault).toBe(true);
  expect(location).toEqual({ kind: 'sqlite', path: join(root, '.data/demo.db') });
  const ignored = await readFile(join(root, '.gitignore'), 'utf8');
  expect(ignored.split('\n')).toContain('.data/');
});

it('a path in the configuration starts at its file, one on the command line where it is run', async () => {
  const config = await configFile({ store: 'sqlite:oauth.db' });
  expect(await loadSettings({ config })).toMatchObject({
    location: { path: join(dirname(config), 'oauth.db') },
    isDefault: false,
  });
  expect(await loadSettings({ config, store: 'sqlite:other.db' })).toMatchObject({
    config: { store: 'sqlite:other.db' },
    location: { path: join(process.cwd(), 'other.db') },
  });
});
