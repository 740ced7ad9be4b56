import { describe, expect, it } from 'vitest';
import { storedUsers, type StoredUsers } from '../src/users/stored-users.js';
import type { RequestTarget, TestBrowser } from './harness/browser.js';
import { writeConfigFile } from './harness/config-file.js';
import { afterTests, createStoreUrl, isAvailable, openStoreUrl } from './harness/fresh-store.js';
import { runServerWith, startServer } from './harness/server-process.js';
import { rightPassword } from './harness/site.js';
import { connectApp, isTokenActive, createBrowser, refreshTokens } from './harness/token-client.js';

async function collectAll<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe.each(['memory', 'sqlite', 'postgres', 'redis'] as const)('the users in %s', (kind) => {
  const openUsers = async (): Promise<StoredUsers> => {
    const { store } = await openStoreUrl(await createStoreUrl[kind]());
    return storedUsers({ issuer: '', store, now: () => Math.floor(Date.now() / 1000) });
  };
  const user = (username: string) => ({ username, name: username, passwordHash: 'x' });

  it.skipIf(!isAvailable(kind))(
    'can be found by username and subject until they are removed',
    async () => {
      const users = await openUsers();
      const grace = await users.add(user('Grace'));
      expect(await users.findByUsername(' gRACE ')).toEqual(grace);
      expect(await users.find(grace?.subject ?? '')).toEqual(grace);
      expect(await users.add(user('grace'))).toBeUndefined();
      await users.change('grace', { disabled: true });
      expect(await users.findByUsername('grace')).toBeUndefined();
      expect(await users.find(grace?.subject ?? '')).toBeUndefined();
      expect(await collectAll(users.list())).toMatchObject([{ username: 'Grace', disabled: true }]);
      await users.remove('grace');
      expect(await collectAll(users.list())).toEqual([]);
      const other = await users.add(user('grace'));
      expect(other?.subject).not.toBe(grace?.subject);
      expect(await users.find(grace?.subject ?? '')).toBeUndefined();
      expect(await users.find(other?.subject ?? '')).toEqual(other);
    },
  );

  it.skipIf(!isAvailable(kind))('have different usernames, even when added at once', async () => {
    const users = await openUsers();
    const additions = Array.from({ length: 10 }, () => users.add(user('grace')));
    const added = (await Promise.all(additions)).filter((one) => one !== undefined);
    expect(added).toHaveLength(1);
    expect(await collectAll(users.list())).toEqual(added);
    await Promise.all(Array.from({ length: 40 }, (_, index) => users.add(user(`user ${index}`))));
    expect(await collectAll(users.list())).toHaveLength(41);
  });

  it.skipIf(!isAvailable(kind))('are all listed when they fill several pages', async () => {
    const users = await openUsers();
    const names = Array.from({ length: 250 }, (_, index) => `user ${index}`);
    for (const name of names) await users.add(user(name));
    const listed = await collectAll(users.list());
    expect(listed.map(({ username }) => username).sort()).toEqual(names.sort());
  });
});

describe('the command user', () => {
  async function startServerWithUsers(): Promise<{
    run: (input: string, ...words: string[]) => Promise<{ code: number | null; output: string }>;
    server: RequestTarget;
    signIn: (password: string) => Promise<TestBrowser>;
  }> {
    const config = await writeConfigFile({ store: 'sqlite:oauth.db' });
    const server = await runServerWith({ STORE: '' }, '--config', config);
    afterTests(async () => server.child.kill('SIGKILL'));
    return {
      server,
      async run(input, ...words) {
        const args = ['user', ...words, '--config', config];
        const command = startServer(args, { STORE: '' }, input);
        const code = await command.ended;
        return { code, output: command.output.stdout + command.output.stderr };
      },
      async signIn(password) {
        const browser = createBrowser(server);
        await browser.signIn(await browser.get('/signin'), 'grace', password);
        return browser;
      },
    };
  }
  const isSignedIn = async (browser: TestBrowser): Promise<boolean> =>
    (await browser.get('/')).body.includes('Grace Hopper');

  it('adds, changes, disables and removes users while the server runs', async () => {
    const { run, server, signIn } = await startServerWithUsers();
    expect(await isSignedIn(await signIn(rightPassword))).toBe(false);
    const added = await run(`${rightPassword}\n`, 'add', 'grace', '--name', 'Grace Hopper');
    expect(added).toMatchObject({ code: 0 });
    expect(added.output).toMatch(/^grace\t[0-9a-f-]{36}\tenabled\tGrace Hopper\n$/);
    expect(await run('', 'list')).toEqual(added);
    const browser = await signIn(rightPassword);
    expect(await isSignedIn(browser)).toBe(true);

    expect(await run('another password', 'password', 'grace')).toMatchObject({ code: 0 });
    expect(await isSignedIn(browser)).toBe(false);
    expect(await isSignedIn(await signIn(rightPassword))).toBe(false);
    const again = await signIn('another password');
    expect(await isSignedIn(again)).toBe(true);

    const { accessToken, refreshToken } = await connectApp(again, {
      consent: server,
      redeem: server,
    });
    expect((await run('', 'disable', 'grace')).output).toContain('\tdisabled\t');
    expect(await isSignedIn(again)).toBe(false);
    expect(await isTokenActive(server, accessToken)).toBe(false);
    expect((await refreshTokens(server, refreshToken)).text('error')).toBe('invalid_grant');
    expect(await isSignedIn(await signIn('another password'))).toBe(false);

    expect((await run('', 'enable', 'grace')).output).toContain('\tenabled\t');
    expect(await isSignedIn(await signIn('another password'))).toBe(true);
    expect(await run('', 'remove', 'grace')).toEqual({ code: 0, output: 'grace is removed.\n' });
    expect(await isSignedIn(await signIn('another password'))).toBe(false);
    expect(await run('', 'list')).toEqual({ code: 0, output: '' });
  });

  it('adds users to a configuration without users, which then has pages', async () => {
    const config = await writeConfigFile({ store: 'sqlite:oauth.db', users: [] });
    const args = ['user', 'add', 'grace', '--config', config];
    expect(await startServer(args, { STORE: '' }, rightPassword).ended).toBe(0);
    const server = await runServerWith({ STORE: '' }, '--config', config);
    afterTests(async () => server.child.kill('SIGKILL'));
    expect(server.output.stdout).toContain('  pages ');
    const browser = createBrowser(server);
    await browser.signIn(await browser.get('/signin'), 'grace', rightPassword);
    expect((await browser.get('/')).body).toContain('grace');
  });

  it('says why a user cannot be added or changed', async () => {
    const { run } = await startServerWithUsers();
    const runRefused = async (input: string, ...words: string[]): Promise<string> => {
      const { code, output } = await run(input, ...words);
      expect(code).toBe(1);
      return output;
    };
    expect(await runRefused('x', 'add', ' ADA ')).toContain('is in the configuration');
    expect(await runRefused('', 'add', 'grace')).toContain("the user's password on standard input");
    expect(await runRefused('', 'disable', 'nobody')).toBe(
      'There is no user nobody in the store.\n',
    );
    expect(await runRefused('', 'ad', 'grace')).toContain('There is no command "user ad grace".');
    expect(await runRefused('', 'add', 'gr\nace')).toContain('without control characters');
    expect(await runRefused('', 'list', '--store', 'memory:')).toContain('memory: keeps no users');
  });
});
