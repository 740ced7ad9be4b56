import { expect, it } from 'vitest';
import { writeConfigFile } from './harness/config-file.js';
import { afterTests } from './harness/fresh-store.js';
import { runServerWith, startServer } from './harness/server-process.js';

const hooks = new URL('harness/no-libsql.mjs', import.meta.url).href;
const withoutDriver = { NODE_OPTIONS: `--import ${hooks}`, STORE: '' };

it('the demo runs in memory and says so where SQLite has no driver', async () => {
  const server = await runServerWith(withoutDriver);
  afterTests(async () => server.child.kill('SIGKILL'));
  expect(server.output.stdout).toContain('All data is in memory, until the server stops.');
  const lines = server.output.stderr.split('\n').filter((line) => line.includes('libsql'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('store.in_memory');
});

it('a server configured for SQLite does not start where SQLite has no driver', async () => {
  const config = await writeConfigFile({ store: 'sqlite:oauth.db' });
  const server = startServer(['--config', config, '--port', '0'], withoutDriver);
  expect(await server.ended).toBe(1);
  expect(server.output.stderr).toMatch(/^SQLite does not run here: .*postgres:\/\/.*\n$/);
});
