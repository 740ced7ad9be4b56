import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { memberOf } from '../src/config/path.js';
import { digestPassword } from '../src/users/password.js';
import { configFile } from './harness/config-file.js';
import { runServer, startServer, type ServerProcess } from './harness/server-process.js';

const run = promisify(execFile);
const started: ServerProcess[] = [];
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
});
function keep<S extends ServerProcess>(server: S): S {
  started.push(server);
  return server;
}

describe('a start without a configuration', () => {
  it('prints commands to paste, and they work', async () => {
    const server = keep(await runServer());
    const commands = server.output.stdout
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /^(curl|TOKEN=)/.test(line));
    expect(commands).toHaveLength(4);
    const { stdout } = await run('sh', ['-c', commands.map((line) => `${line}\necho`).join('\n')]);
    const answers = stdout.split('\n').filter((line) => line !== '');
    expect(answers.map((line): unknown => JSON.parse(line))).toMatchObject([
      { token_type: 'Bearer', expires_in: 600, scope: 'notes.read notes.write' },
      { active: true, client_id: 'demo-service', iss: server.issuer },
      { error: 'invalid_client' },
    ]);
    await server.printed('client.secret_mismatch');
  });

  it('logs each decision as a line of JSON, and never a secret or a token', async () => {
    const server = keep(await runServer());
    const response = await fetch(`${server.issuer}/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa('demo-service:demo-service-secret')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const token = String(memberOf(await response.json(), 'access_token'));
    await server.printed('token.issued');
    const lines = server.output.stderr.trim().split('\n');
    expect(lines.map((line) => memberOf(JSON.parse(line), 'event'))).toEqual([
      'server.started',
      'token.issued',
    ]);
    expect(server.output.stderr).not.toContain('demo-service-secret');
    expect(server.output.stderr).not.toContain(token);
  });

  it('answers /healthz', async () => {
    const { issuer } = keep(await runServer());
    const response = await fetch(`${issuer}/healthz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
    const posted = await fetch(`${issuer}/healthz`, { method: 'POST' });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('a start with a configuration', () => {
  it('says where it listens when clients go through a proxy', async () => {
    const proxied = keep(
      await runServer('--config', await configFile({ issuer: 'https://a.example' })),
    );
    expect(proxied.output.stdout).toMatch(
      /^The OAuth server runs at https:\/\/a\.example\nIt listens on http:\/\/127\.0\.0\.1:\d+; a proxy with TLS has to lead there\.$/m,
    );
    const direct = keep(await runServer());
    expect(direct.output.stdout).not.toContain('It listens on');
  });

  it('warns of digests that take another time to check than those of other users', async () => {
    const users = [
      { username: 'ada', password_digest: await digestPassword('engine', { ln: 14, r: 8, p: 1 }) },
      { username: 'bob', password_digest: await digestPassword('engine') },
    ];
    const server = keep(await runServer('--config', await configFile({ users })));
    await server.printed('users.digest_cost');
    const line = server.output.stderr.split('\n').find((one) => one.includes('users.digest_cost'));
    expect(JSON.parse(line ?? '')).toMatchObject({
      level: 'warn',
      reason: 'password.other_cost',
      digests: ['users[0].password_digest'],
    });
  });
});

describe('a start that cannot be', () => {
  it('says in one line that the port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const server = keep(startServer([], { PORT: port }));
    expect(await server.ended).toBe(1);
    expect(server.output.stderr).toBe(
      `Port ${port} on 127.0.0.1 is in use. Choose another with --port, or stop what listens there.\n`,
    );
    other.close();
  });

  it.each([
    [['--port', 'http'], '--port must be a whole number from 0 to 65535, not "http".'],
    [['--prot', '1'], "Unknown option '--prot'. --help lists what there is.\n"],
    [['stop'], 'There is no command "stop".'],
    [['--config', '/nowhere.json'], '/nowhere.json  there is no such file'],
    [
      ['--config', new URL('../package.json', import.meta.url).pathname],
      'package.json:2:3  name: is not known here',
    ],
  ])('%j ends with 1 and says why', async (args, expected) => {
    const server = keep(startServer(args));
    expect(await server.ended).toBe(1);
    expect(server.output.stderr).toContain(expected);
    expect(server.output.stdout).toBe('');
  });

  it('takes the configuration from CONFIG', async () => {
    const server = keep(startServer([], { CONFIG: '/elsewhere.json' }));
    expect(await server.ended).toBe(1);
    expect(server.output.stderr).toContain('/elsewhere.json  there is no such file');
  });
});

describe('a digest for the configuration', () => {
  it.each([
    ['digest-secret', /^[\w-]{43}\n$/],
    ['digest-password', /^\$scrypt\$ln=15,r=8,p=3\$\S+\n$/],
  ])('%s prints it', async (command, expected) => {
    const server = keep(startServer([command], {}, 'hunter2\n'));
    expect(await server.ended).toBe(0);
    expect(server.output.stdout).toMatch(expected);
    expect(server.output.stdout).not.toContain('hunter2');
  });

  it('wants something to digest', async () => {
    const server = keep(startServer(['digest-password'], {}, '\n'));
    expect(await server.ended).toBe(1);
    expect(server.output.stderr).toContain('on standard input');
  });
});

it('--help says what there is', async () => {
  const server = keep(startServer(['--help']));
  expect(await server.ended).toBe(0);
  expect(server.output.stdout).toContain('--config FILE');
});
