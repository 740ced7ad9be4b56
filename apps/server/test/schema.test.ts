import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { writeConfigFile } from './harness/config-file.js';
import {
  afterTests,
  createEmptySchema,
  createStoreUrl,
  isAvailable,
} from './harness/fresh-store.js';
import { runServerWith, startServer } from './harness/server-process.js';

/** Runs a command; resolves to its exit code and what it printed. */
async function runCommand(
  store: string,
  ...words: readonly string[]
): Promise<[number | null, string]> {
  const started = startServer([...words, '--config', await writeConfigFile()], { STORE: store });
  const code = await started.ended;
  return [code, started.output.stdout + started.output.stderr];
}

describe.skipIf(!isAvailable('postgres'))('a PostgreSQL database', () => {
  it('that lacks the table is refused with the statement, until migrate has run', async () => {
    const store = await createEmptySchema();
    const [code, output] = await runCommand(store);
    expect(code).toBe(1);
    expect(output).toContain('Run the command migrate');
    expect(output).toMatch(/table oauth_records is missing[\s\S]*CREATE TABLE oauth_records/);
    expect(await runCommand(store, 'migrate')).toEqual([
      0,
      expect.stringMatching(/^PostgreSQL at .*: has all that the server needs\.\n$/),
    ]);
    expect((await runCommand(store, 'migrate'))[0]).toBe(0);
    const server = await runServerWith({ STORE: store }, '--config', await writeConfigFile());
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });

  it('can be set up with the statements that the command schema prints', async () => {
    const store = await createEmptySchema();
    const [code, sql] = await runCommand(store, 'schema');
    expect(code).toBe(0);
    const client = new pg.Client({ connectionString: store });
    await client.connect();
    await client.query(sql);
    await client.query('ALTER TABLE oauth_records DROP COLUMN subject');
    const [, output] = await runCommand(store);
    expect(output).toContain('ALTER TABLE oauth_records ADD COLUMN subject text;');
    await client.end();
    expect((await runCommand(store, 'migrate'))[0]).toBe(0);
    const server = await runServerWith({ STORE: store }, '--config', await writeConfigFile());
    afterTests(async () => server.child.kill('SIGKILL'));
  });
});

it('a SQLite file migrates itself, and its statements can be printed', async () => {
  const store = await createStoreUrl.sqlite();
  expect((await runCommand(store, 'schema'))[1]).toContain('CREATE TABLE oauth_records');
  expect(await runCommand(store, 'migrate')).toMatchObject([0, /has all/]);
});

it('memory and Redis have no schema', async () => {
  expect(await runCommand('memory:', 'schema')).toMatchObject([0, /has no schema/]);
  expect(await runCommand('redis://127.0.0.1', 'migrate')).toMatchObject([0, /has no schema/]);
});

describe('a store that cannot be opened', () => {
  it.each([
    ['postgres://oauth:hunter2@127.0.0.1:1/oauth', 'Cannot use PostgreSQL at 127.0.0.1:1/oauth: '],
    ['redis://:hunter2@127.0.0.1:1', 'Cannot use Redis at 127.0.0.1:1: '],
    ['redis://:hunter2@127.0.0.1:1?cluster', 'Cannot use Redis at 127.0.0.1:1: '],
    ['sqlite:/dev/null/oauth.db', 'Cannot use the SQLite file /dev/null/oauth.db: '],
    [
      'mysql://oauth:hunter2@db',
      'The store must be memory:, sqlite:PATH, postgres://… or redis://…',
    ],
  ])(
    'ends the start with exit code 1 and the cause, without its password: %s',
    async (store, expected) => {
      const [code, output] = await runCommand(store);
      expect(code).toBe(1);
      expect(output).toContain(expected);
      expect(output).not.toContain('hunter2');
      expect(output).not.toMatch(/^ +at /m);
    },
  );
});
