import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { coreFaults } from '../server/oauth-server.js';
import type { Config } from './config.js';
import { ConfigFileError } from './faults.js';
import { loadConfig } from './load.js';

const valid = {
  issuer: 'https://auth.example',
  plugins: { 'grant-client-credentials': true, 'endpoint-introspect': true },
  scopes: { 'notes.read': 'Read your notes' },
  clients: [
    {
      client_id: 'service',
      client_secret: 'a secret',
      grant_types: ['client_credentials'],
      scope: 'notes.read',
    },
  ],
};
const [service] = valid.clients;

const user = (username: string) => ({ username, password: 'x' });
const code = {
  demo: true,
  issuer: 'http://localhost:3000',
  plugins: { 'grant-authorization-code': true, 'grant-client-credentials': true },
  users: [user('ada')],
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function load(text: string): Promise<Config> {
  const file = join(folder, 'config.json');
  await writeFile(file, text);
  return loadConfig(file, coreFaults);
}

/** What is printed, without the file's name. */
async function report(content: unknown): Promise<string> {
  const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
  const error: unknown = await load(text).catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigFileError)) throw new Error('no ConfigFileError was thrown');
  return error.message.replaceAll(`${error.file}:`, '');
}

describe('a configuration that can work', () => {
  it('has the defaults of the schema filled in', async () => {
    const config = await load(JSON.stringify(valid));
    expect(config).toMatchObject({
      demo: false,
      listen: { host: '127.0.0.1', port: 3000, drainTimeout: 10 },
      log: 'auto',
      store: 'memory:',
      lifetimes: { accessToken: 3600 },
    });
  });

  it('may begin with a byte order mark', async () => {
    await expect(load(`\uFEFF${JSON.stringify(valid)}`)).resolves.toMatchObject({ demo: false });
  });
});

describe('a bad configuration is refused at the place of its fault', () => {
  it.each<[string, unknown, string]>([
    ['nothing', '', '1:1  a value is missing'],
    ['no JSON', 'issuer: x', '1:1  is not JSON, at issuer'],
    ['a missing comma', '{\n  "issuer": "x"\n  "scopes": {}\n}', '3:3  a comma is missing'],
    [
      'a trailing comma',
      '{\n  "issuer": "x",\n}',
      '3:1  a member name in double quotes is missing',
    ],
    ['a comment', '{\n  // mine\n}', '2:3  JSON has no comments'],
    ['a text that is cut off', '{"client_secret": "hidd', '1:19  a closing " is missing'],
    ['a list', [], '1:1  must be an object { … }, not a list'],
    ['no issuer', { ...valid, issuer: undefined }, 'issuer: is missing: The https URL that'],
    ['an http issuer', { ...valid, issuer: 'http://a.example' }, '2:3  issuer: must '],
    [
      'an issuer with a slash',
      { ...valid, issuer: 'https://a.example/' },
      'issuer: must not end with a slash',
    ],
    [
      'a misspelt member',
      { ...valid, lifetime: {} },
      'lifetime: is not known here; did you mean lifetimes?',
    ],
    [
      'an unknown member',
      { ...valid, whatever: 1 },
      'whatever: is not known here; known are $schema, demo, issuer,',
    ],
    ['a member named __proto__', '{"__proto__": {}}', '1:2  __proto__: is not known here'],
    [
      'a port that is a text',
      { ...valid, listen: { port: '80' } },
      'listen.port: must be a whole number, not a text',
    ],
    [
      'a port that is too high',
      { ...valid, listen: { port: 65_536 } },
      'listen.port: must be 65535 or less',
    ],
    [
      'a log of another kind',
      { ...valid, log: 'prety' },
      'log: must be one of auto, json, pretty, off; did you mean pretty?',
    ],
    ['another store', { ...valid, store: 'mysql://x' }, 'store: must be memory:'],
    ['no plugin', { ...valid, plugins: {} }, 'plugins: must not be empty'],
    [
      'a misspelt plugin',
      { ...valid, plugins: { 'endpoint-introspection': true } },
      'plugins.endpoint-introspection: is not known here; did you mean endpoint-introspect?',
    ],
    [
      'a scope with a space',
      { ...valid, scopes: { 'a b': 'A' } },
      'scopes["a b"]: must be printable ASCII without space',
    ],
    [
      'a scope without words',
      { ...valid, scopes: { 'notes.read': '' } },
      'scopes["notes.read"]: must not be empty',
    ],
    [
      'a lifetime of nothing',
      { ...valid, lifetimes: { accessToken: 0 } },
      'lifetimes.accessToken: must be 1 or more',
    ],
    [
      'a client without an id',
      { ...valid, clients: [{}] },
      "clients[0].client_id: is missing: The client's public name",
    ],
    [
      'a client without a secret',
      { ...valid, clients: [{ client_id: 'a' }] },
      'clients[0].client_secret: ',
    ],
    [
      'a client in the words of another server',
      { ...valid, clients: [{ ...service, redirectUris: [] }] },
      'clients[0].redirectUris: is not known here; did you mean redirect_uris?',
    ],
    [
      'a client with an unknown scope',
      { ...valid, clients: [{ ...service, scope: 'note.read' }] },
      'clients[0].scope: note.read is not in scopes; did you mean notes.read?',
    ],
    [
      'a client with an unknown grant',
      { ...valid, clients: [{ ...service, grant_types: ['saml'] }] },
      'clients[0].grant_types: ',
    ],
    ['a client twice', { ...valid, clients: [service, service] }, '20:7  clients[1].client_id: '],
    [
      'a digest that is none',
      { ...valid, clients: [{ client_id: 'a', client_secret_digest: 'x' }] },
      'clients[0].client_secret_digest: must be 43 base64url characters',
    ],
    [
      'nobody to sign in',
      { ...valid, plugins: { 'grant-authorization-code': true } },
      'users: must not be empty',
    ],
    [
      'a password in clear',
      { ...valid, users: [{ username: 'ada', password: 'hunter2' }] },
      'users[0].password: must go',
    ],
    [
      'a user without a password',
      { ...valid, users: [{ username: 'ada' }] },
      'users[0].password_digest: is missing',
    ],
    [
      'a user twice',
      { ...valid, demo: true, users: [user('ada'), user(' ADA ')] },
      "users[1].username: is another user's too",
    ],
    [
      'a user with the id of a client for a subject',
      { ...valid, demo: true, users: [{ ...user('ada'), subject: 'service' }] },
      "users[0].subject: must not be a client's client_id: APIs would take one for the other",
    ],
    [
      'two users with one subject',
      { ...valid, demo: true, users: [user('ada'), { ...user('bob'), subject: 'ada' }] },
      "users[1].subject: is another user's too",
    ],
    [
      'a weak digest',
      { ...valid, users: [{ username: 'ada', password_digest: 'md5' }] },
      'users[0].password_digest: is no scrypt digest',
    ],
    [
      'a colour that is none',
      { ...valid, pages: { colour: 'blue' } },
      'pages.colour: must be a colour such as #2f5fe0',
    ],
    [
      'a redirect URI that leads anywhere',
      { ...valid, clients: [{ ...service, redirect_uris: ['https://a.example/*'] }], ...code },
      'clients[0].redirect_uris[0]: ',
    ],
    [
      'a demo for everybody',
      { ...valid, demo: true, listen: { host: '0.0.0.0' } },
      'listen.host: must be 127.0.0.1, ::1 or localhost while demo is true',
    ],
  ])('%s', async (_, content, expected) => {
    expect(await report(content)).toContain(expected);
  });

  it('a member that is there twice', async () => {
    const text = JSON.stringify(valid).replace('{', '{"issuer":"https://other.example",');
    expect(await report(text)).toContain('issuer: is there twice');
  });

  it('lists every fault, in the order of the file, those of core too', async () => {
    const text = await report({
      ...valid,
      demoo: true,
      issuer: 'ftp://auth.example',
      clients: [{ ...service, token_endpoint_auth_method: 'none' }, { client_id: 'b' }],
    });
    const lines = text.split('\n');
    expect(lines[0]).toBe('The configuration has 4 faults:');
    expect(lines.slice(1).map((line) => /\d+:\d+ {2}([^:]+)/.exec(line)?.[1])).toEqual([
      'issuer',
      'clients[0].client_secret',
      'clients[1].client_secret',
      'demoo',
    ]);
  });

  it.each<[string, unknown, readonly string[]]>([
    [
      'members that are missing',
      { users: [{}, { username: 'bob' }], clients: [{ redirect_uris: ['javascript:x'] }] },
      [
        'issuer',
        'plugins',
        'scopes',
        'users[0].username',
        'users[0].password_digest',
        'users[1].password_digest',
        'clients[0].client_id',
        'clients[0].client_secret',
        'clients[0].redirect_uris[0]',
      ],
    ],
    [
      'a misspelt plugin',
      {
        ...valid,
        plugins: { 'grant-authorisation-code': true },
        clients: [{ ...service, grant_types: ['authorization_code'] }],
        store: 'mysql:x',
      },
      ['plugins.grant-authorisation-code', 'clients[0].redirect_uris', 'store'],
    ],
    [
      'a scope that cannot be',
      { ...valid, scopes: { 'a b': 'A' }, listen: { port: -1 }, issuer: 'https://a.example/' },
      ['issuer', 'scopes["a b"]', 'listen.port'],
    ],
    [
      'a client that is none',
      { ...valid, clients: ['service', { ...service, scope: 'x' }], pages: { brand: 1 } },
      ['clients[0]', 'clients[1].scope', 'pages.brand'],
    ],
  ])('%s hide no other fault and make none', async (_, content, expected) => {
    const lines = (await report(content)).split('\n').slice(1);
    expect(lines.map((line) => /\d+:\d+ {2}([^:]+)/.exec(line)?.[1]).sort()).toEqual(
      [...expected].sort(),
    );
  });

  it('never repeats a secret', async () => {
    const text = await report('{"clients": [{"client_id": "a", "client_secret": "hunter2 }]}');
    expect(text).not.toContain('hunter2');
  });

  it('a file that is not there', async () => {
    await expect(loadConfig('/nowhere/config.json', () => [])).rejects.toThrow(
      '/nowhere/config.json  there is no such file',
    );
  });
});
