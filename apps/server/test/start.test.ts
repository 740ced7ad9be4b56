import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { getMember } from '../src/config/path.js';
import { hashPassword } from '../src/users/password-hash.js';
import { writeConfigFile } from './harness/config-file.js';
import { runServer, startServer, type ServerProcess } from './harness/server-process.js';

const run = promisify(execFile);
const started: ServerProcess[] = [];
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
});
function stopAfterTest<S extends ServerProcess>(server: S): S {
  started.push(server);
  return server;
}

describe('a start without a configuration', () => {
  it('prints commands that work when they are pasted', async () => {
    const server = stopAfterTest(await runServer());
    const commands = server.output.stdout
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /^(curl|TOKEN=)/.test(line));
    expect(commands).toHaveLength(4);
    const { stdout } = await run('sh', ['-c', commands.map((line) => `${line}\necho`).join('\n')]);
    const responses = stdout.split('\n').filter((line) => line !== '');
    expect(responses.map((line): unknown => JSON.parse(line))).toMatchObject([
      { token_type: 'Bearer', expires_in: 600, scope: 'notes.read notes.write' },
      { active: true, client_id: 'demo-service', iss: server.issuer },
      { error: 'invalid_client' },
    ]);
    await server.waitForOutput('client.secret_mismatch');
  });

  it('logs each decision as a line of JSON without secrets and tokens', async () => {
    const server = stopAfterTest(await runServer());
    const response = await fetch(`${server.issuer}/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa('demo-service:demo-service-secret')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const token = String(getMember(await response.json(), 'access_token'));
    await server.waitForOutput('token.issued');
    const lines = server.output.stderr.trim().split('\n');
    expect(lines.map((line) => getMember(JSON.parse(line), 'event'))).toEqual([
      'server.started',
      'token.issued',
    ]);
    expect(server.output.stderr).not.toContain('demo-service-secret');
    expect(server.output.stderr).not.toContain(token);
  });

  it('answers the probe /healthz', async () => {
    const { issuer } = stopAfterTest(await runServer());
    const response = await fetch(`${issuer}/healthz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
    const posted = await fetch(`${issuer}/healthz`, { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('a start with a configuration', () => {
  it('says where it listens when clients connect through a proxy', async () => {
    const proxied = stopAfterTest(
      await runServer('--config', await writeConfigFile({ issuer: 'https://a.example' })),
    );
    expect(proxied.output.stdout).toMatch(
      /^The OAuth server runs at https:\/\/a\.example\nIt listens on http:\/\/127\.0\.0\.1:\d+; a proxy with TLS has to lead there\.$/m,
    );
    const direct = stopAfterTest(await runServer());
    expect(direct.output.stdout).not.toContain('It listens on');
  });

  it('warns of password hashes whose cost tells known from unknown users', async () => {
    const users = [
      { username: 'ada', password_hash: await hashPassword('engine', { ln: 14, r: 8, p: 1 }) },
      { username: 'bob', password_hash: await hashPassword('engine') },
    ];
    const server = stopAfterTest(await runServer('--config', await writeConfigFile({ users })));
    await server.waitForOutput('users.hash_cost');
    const line = server.output.stderr.split('\n').find((text) => text.includes('users.hash_cost'));
    expect(JSON.parse(line ?? '')).toMatchObject({
      level: 'warn',
      reason: 'password.other_cost',
      hashes: ['users[0].password_hash'],
    });
  });
});

describe('a start that fails', () => {
  it('says in one line that the port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const server = stopAfterTest(startServer([], { PORT: port }));
    expect(await server.ended).toBe(1);
    expect(server.output.stderr).toBe(
      `Port ${port} on 127.0.0.1 is in use. Choose another with --port, or stop what listens there.\n`,
    );
    other.close();
  });

  it.each([
    [['--port', 'http'], '--port must be a whole number from 0 to 65535, not "http".'],
    [['--prot', '1'], "Unknown option '--prot'. --help lists all commands.\n"],
    [['stop'], 'There is no command "stop".'],
    [['--config', '/nowhere.json'], '/nowhere.json  there is no such file'],
    [
      ['--config', new URL('../package.json', import.meta.url).pathname],
      'package.json:2:3  name: is not known here',
    ],
  ])('ends with exit code 1 and the cause: %j', async (args, expected) => {
    const server = stopAfterTest(startServer(args));
    expect(await server.ended).toBe(1);
    expect(server.output.stderr).toContain(expected);
    expect(server.output.stdout).toBe('');
  });

  it('names the configuration that the variable CONFIG names', async () => {
    const server = stopAfterTest(startServer([], { CONFIG: '/elsewhere.json' }));
    expect(await server.ended).toBe(1);
    expect(server.output.stderr).toContain('/elsewhere.json  there is no such file');
  });
});

describe('a command for secrets of the configuration', () => {
  it.each([
    ['digest-secret', /^[\w-]{43}\n$/],
    ['hash-password', /^\$scrypt\$ln=15,r=8,p=3\$\S+\n$/],
  ])('prints what the configuration needs: %s', async (command, expected) => {
    const server = stopAfterTest(startServer([command], {}, 'hunter2\n'));
    expect(await server.ended).toBe(0);
    expect(server.output.stdout).toMatch(expected);
    expect(server.output.stdout).not.toContain('hunter2');
  });

  it('refuses an empty password', async () => {
    const server = stopAfterTest(startServer(['hash-password'], {}, '\n'));
    expect(await server.ended).toBe(1);
    expect(server.output.stderr).toContain('on standard input');
  });
});

it('the option --help lists the options', async () => {
  const server = stopAfterTest(startServer(['--help']));
  expect(await server.ended).toBe(0);
  expect(server.output.stdout).toContain('--config FILE');
});
