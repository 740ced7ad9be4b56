import { describe, expect, it } from 'vitest';
import { storedUsers, type StoredUsers } from '../src/users/stored-users.js';
import type { Answers, TestBrowser } from './harness/browser.js';
import { configFile } from './harness/config-file.js';
import { atEnd, freshUrl, isHere, openUrl } from './harness/fresh-store.js';
import { connect, isActive, newBrowser, refresh } from './harness/journey.js';
import { runServerWith, startServer } from './harness/server-process.js';
import { rightPassword } from './harness/site.js';

describe.each(['memory', 'sqlite', 'postgres', 'redis'] as const)('users in %s', (kind) => {
  const open = async (): Promise<StoredUsers> => {
    const { store } = await openUrl(await freshUrl[kind]());
    return storedUsers({ store, now: () => Math.floor(Date.now() / 1000) });
  };
  const user = (username: string) => ({ username, name: username, passwordDigest: 'x' });

  it.skipIf(!isHere(kind))('are found by name and by subject until they are gone', async () => {
    const users = await open();
    const grace = await users.add(user('Grace'));
    expect(await users.findByUsername(' gRACE ')).toEqual(grace);
    expect(await users.find(grace?.subject ?? '')).toEqual(grace);
    expect(await users.add(user('grace'))).toBeUndefined();
    await users.change('grace', { disabled: true });
    expect(await users.findByUsername('grace')).toBeUndefined();
    expect(await users.find(grace?.subject ?? '')).toBeUndefined();
    expect(await users.list()).toMatchObject([{ username: 'Grace', disabled: true }]);
    await users.remove('grace');
    expect(await users.list()).toEqual([]);
    const other = await users.add(user('grace'));
    expect(other?.subject).not.toBe(grace?.subject);
  });

  it.skipIf(!isHere(kind))('have a name each, whoever comes first', async () => {
    const users = await open();
    const same = Array.from({ length: 10 }, () => users.add(user('grace')));
    const added = (await Promise.all(same)).filter((one) => one !== undefined);
    expect(added).toHaveLength(1);
    expect(await users.list()).toEqual(added);
    await Promise.all(Array.from({ length: 40 }, (_, index) => users.add(user(`user ${index}`))));
    expect(await users.list()).toHaveLength(41);
  });
});

describe('the command user', () => {
  async function setUp(): Promise<{
    run: (input: string, ...words: string[]) => Promise<{ code: number | null; said: string }>;
    server: Answers;
    signIn: (password: string) => Promise<TestBrowser>;
  }> {
    const config = await configFile({ store: 'sqlite:oauth.db' });
    const server = await runServerWith({ STORE: '' }, '--config', config);
    atEnd(async () => server.child.kill('SIGKILL'));
    return {
      server,
      async run(input, ...words) {
        const args = ['user', ...words, '--config', config];
        const command = startServer(args, { STORE: '' }, input);
        const code = await command.ended;
        return { code, said: command.output.stdout + command.output.stderr };
      },
      async signIn(password) {
        const browser = newBrowser(server);
        await browser.signIn(await browser.get('/signin'), 'grace', password);
        return browser;
      },
    };
  }
  const isSignedIn = async (browser: TestBrowser): Promise<boolean> =>
    (await browser.get('/')).body.includes('Grace Hopper');

  it('adds users who can sign in at once, and manages them while the server runs', async () => {
    const { run, server, signIn } = await setUp();
    expect(await isSignedIn(await signIn(rightPassword))).toBe(false);
    const added = await run(`${rightPassword}\n`, 'add', 'grace', '--name', 'Grace Hopper');
    expect(added).toMatchObject({ code: 0 });
    expect(added.said).toMatch(/^grace\t[0-9a-f-]{36}\tenabled\tGrace Hopper\n$/);
    expect(await run('', 'list')).toEqual(added);
    const browser = await signIn(rightPassword);
    expect(await isSignedIn(browser)).toBe(true);

    expect(await run('another password', 'password', 'grace')).toMatchObject({ code: 0 });
    expect(await isSignedIn(browser)).toBe(false);
    expect(await isSignedIn(await signIn(rightPassword))).toBe(false);
    const again = await signIn('another password');
    expect(await isSignedIn(again)).toBe(true);

    const { accessToken, refreshToken } = await connect(again, { consent: server, redeem: server });
    expect((await run('', 'disable', 'grace')).said).toContain('\tdisabled\t');
    expect(await isSignedIn(again)).toBe(false);
    expect(await isActive(server, accessToken)).toBe(false);
    expect((await refresh(server, refreshToken)).text('error')).toBe('invalid_grant');
    expect(await isSignedIn(await signIn('another password'))).toBe(false);

    expect((await run('', 'enable', 'grace')).said).toContain('\tenabled\t');
    expect(await isSignedIn(await signIn('another password'))).toBe(true);
    expect(await run('', 'remove', 'grace')).toEqual({ code: 0, said: 'grace is removed.\n' });
    expect(await isSignedIn(await signIn('another password'))).toBe(false);
    expect(await run('', 'list')).toEqual({ code: 0, said: '' });
  });

  it('makes the only users there are, who find the pages where the start says', async () => {
    const config = await configFile({ store: 'sqlite:oauth.db', users: [] });
    const args = ['user', 'add', 'grace', '--config', config];
    expect(await startServer(args, { STORE: '' }, rightPassword).ended).toBe(0);
    const server = await runServerWith({ STORE: '' }, '--config', config);
    atEnd(async () => server.child.kill('SIGKILL'));
    expect(server.output.stdout).toContain('  pages ');
    const browser = newBrowser(server);
    await browser.signIn(await browser.get('/signin'), 'grace', rightPassword);
    expect((await browser.get('/')).body).toContain('grace');
  });

  it('says what is wrong', async () => {
    const { run } = await setUp();
    const refused = async (input: string, ...words: string[]): Promise<string> => {
      const { code, said } = await run(input, ...words);
      expect(code).toBe(1);
      return said;
    };
    expect(await refused('x', 'add', ' ADA ')).toContain('is in the configuration');
    expect(await refused('', 'add', 'grace')).toContain("the user's password on standard input");
    expect(await refused('', 'disable', 'nobody')).toBe('There is no user nobody in the store.\n');
    expect(await refused('', 'ad', 'grace')).toContain('There is no command "user ad grace".');
    expect(await refused('', 'add', 'gr\nace')).toContain('without control characters');
    expect(await refused('', 'list', '--store', 'memory:')).toContain('memory: keeps no users');
  });
});
