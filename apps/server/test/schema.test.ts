import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { configFile } from './harness/config-file.js';
import { atEnd, emptySchema, freshUrl, isHere } from './harness/fresh-store.js';
import { runServerWith, startServer } from './harness/server-process.js';

/** Runs a command; resolves to its exit code and what it printed. */
async function command(
  store: string,
  ...words: readonly string[]
): Promise<[number | null, string]> {
  const started = startServer([...words, '--config', await configFile()], { STORE: store });
  const code = await started.ended;
  return [code, started.output.stdout + started.output.stderr];
}

describe.skipIf(!isHere('postgres'))('a PostgreSQL database', () => {
  it('that lacks something is refused, with what and the statement, until migrate adds it', async () => {
    const store = await emptySchema();
    const [code, said] = await command(store);
    expect(code).toBe(1);
    expect(said).toContain('run the command migrate');
    expect(said).toMatch(/table oauth_records is missing[\s\S]*CREATE TABLE oauth_records/);
    expect(await command(store, 'migrate')).toEqual([
      0,
      expect.stringMatching(/^PostgreSQL at .*: has all that the server needs\.\n$/),
    ]);
    expect((await command(store, 'migrate'))[0]).toBe(0);
    const server = await runServerWith({ STORE: store }, '--config', await configFile());
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });

  it('can be made by the statements that schema prints', async () => {
    const store = await emptySchema();
    const [code, sql] = await command(store, 'schema');
    expect(code).toBe(0);
    const client = new pg.Client({ connectionString: store });
    await client.connect();
    await client.query(sql);
    await client.query('ALTER TABLE oauth_records DROP COLUMN subject');
    const [, said] = await command(store);
    expect(said).toContain('ALTER TABLE oauth_records ADD COLUMN subject text;');
    await client.end();
    expect((await command(store, 'migrate'))[0]).toBe(0);
    const server = await runServerWith({ STORE: store }, '--config', await configFile());
    atEnd(async () => server.child.kill('SIGKILL'));
  });
});

it('a SQLite file needs no migration of anybody’s; its statements are printed too', async () => {
  const store = await freshUrl.sqlite();
  expect((await command(store, 'schema'))[1]).toContain('CREATE TABLE oauth_records');
  expect(await command(store, 'migrate')).toMatchObject([0, /has all/]);
});

it('memory and Redis have none', async () => {
  expect(await command('memory:', 'schema')).toMatchObject([0, /has no schema/]);
  expect(await command('redis://127.0.0.1', 'migrate')).toMatchObject([0, /has no schema/]);
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
  ])('%s ends the start with 1 and says why', async (store, expected) => {
    const [code, said] = await command(store);
    expect(code).toBe(1);
    expect(said).toContain(expected);
    expect(said).not.toContain('hunter2');
    expect(said).not.toMatch(/^ +at /m);
  });
});
