import { expect, it } from 'vitest';
import { configFile } from './harness/config-file.js';
import { atEnd } from './harness/fresh-store.js';
import { runServerWith, startServer } from './harness/server-process.js';

const hooks = new URL('harness/no-libsql.mjs', import.meta.url).href;
const without = { NODE_OPTIONS: `--import ${hooks}`, STORE: '' };

it('where SQLite does not run, the demo runs and says that it keeps nothing', async () => {
  const server = await runServerWith(without);
  atEnd(async () => server.child.kill('SIGKILL'));
  expect(server.output.stdout).toContain('Everything is kept in memory, until the server stops.');
  const said = server.output.stderr.split('\n').filter((line) => line.includes('libsql'));
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('store.in_memory');
});

it('where SQLite does not run, a file that is asked for ends the start', async () => {
  const config = await configFile({ store: 'sqlite:oauth.db' });
  const server = startServer(['--config', config, '--port', '0'], without);
  expect(await server.ended).toBe(1);
  expect(server.output.stderr).toMatch(/^SQLite does not run here: .*postgres:\/\/.*\n$/);
});
