import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkWithCore } from '../server/oauth-server.js';
import type { Config } from './config.js';
import { ConfigFileError } from './faults.js';
import { loadConfig } from './load-config.js';

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

const demoUser = (username: string) => ({ username, password: 'x' });
const codeDemo = {
  demo: true,
  issuer: 'http://localhost:3000',
  plugins: { 'grant-authorization-code': true, 'grant-client-credentials': true },
  users: [demoUser('ada')],
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function loadText(text: string): Promise<Config> {
  const file = join(folder, 'config.json');
  await writeFile(file, text);
  return loadConfig(file, checkWithCore);
}

/** The text that a start prints for a bad configuration, without the file's name. */
async function formatFaultsOf(content: unknown): Promise<string> {
  const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
  const error: unknown = await loadText(text).catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigFileError)) throw new Error('no ConfigFileError was thrown');
  return error.message.replaceAll(`${error.file}:`, '');
}

describe('a valid configuration', () => {
  it('gets the defaults that the schema documents', async () => {
    const config = await loadText(JSON.stringify(valid));
    expect(config).toMatchObject({
      demo: false,
      listen: { host: '127.0.0.1', port: 3000, drainPeriod: 10 },
      log: 'auto',
      store: 'memory:',
      lifetimes: { accessToken: 3600 },
    });
  });

  it('may begin with a byte order mark, as editors on Windows write it', async () => {
    await expect(loadText(`\uFEFF${JSON.stringify(valid)}`)).resolves.toMatchObject({
      demo: false,
    });
  });
});

describe('an invalid configuration is refused at the line of its fault', () => {
  it.each<[string, unknown, string]>([
    ['an empty file', '', '1:1  a value is missing'],
    ['a text that is not JSON', 'issuer: x', '1:1  is not JSON, at issuer'],
    ['a missing comma', '{\n  "issuer": "x"\n  "scopes": {}\n}', '3:3  a comma is missing'],
    [
      'a trailing comma',
      '{\n  "issuer": "x",\n}',
      '3:1  a member name in double quotes is missing',
    ],
    ['a comment', '{\n  // mine\n}', '2:3  JSON has no comments'],
    ['an unfinished string', '{"client_secret": "hidd', '1:19  a closing " is missing'],
    ['a list in place of an object', [], '1:1  must be an object { … }, not a list'],
    ['a missing issuer', { ...valid, issuer: undefined }, 'issuer: is missing: The https URL that'],
    ['an http issuer', { ...valid, issuer: 'http://a.example' }, '2:3  issuer: must '],
    [
      'an issuer with a slash',
      { ...valid, issuer: 'https://a.example/' },
      'issuer: must not end with a slash: write https://a.example',
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
      'listen.port: must be a whole number, not "80"',
    ],
    [
      'a port that is too high',
      { ...valid, listen: { port: 65_536 } },
      'listen.port: must be 65535 or less, not 65536',
    ],
    [
      'no trusted hop',
      { ...valid, listen: { trustedProxy: { hops: 0 } } },
      'listen.trustedProxy.hops: must be 1 or more, not 0',
    ],
    [
      'an unknown log format',
      { ...valid, log: 'prety' },
      'log: must be one of auto, json, pretty, off, not "prety"; did you mean pretty?',
    ],
    ['an unknown kind of store', { ...valid, store: 'mysql://x' }, 'store: must be memory:'],
    ['an empty list of plugins', { ...valid, plugins: {} }, 'plugins: must not be empty'],
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
      'a scope without a sentence',
      { ...valid, scopes: { 'notes.read': '' } },
      'scopes["notes.read"]: must not be empty',
    ],
    [
      'a lifetime of zero',
      { ...valid, lifetimes: { accessToken: 0 } },
      'lifetimes.accessToken: must be 1 or more, not 0',
    ],
    [
      'a client without an id',
      { ...valid, clients: [{}] },
      'clients[0].client_id: is missing: The identifier that the client sends',
    ],
    [
      'a client without a secret',
      { ...valid, clients: [{ client_id: 'a' }] },
      'clients[0].client_secret: ',
    ],
    [
      'a client with a member name of another server',
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
    [
      'a client that is there twice',
      { ...valid, clients: [service, service] },
      '20:7  clients[1].client_id: ',
    ],
    [
      'a text that is no digest',
      { ...valid, clients: [{ client_id: 'a', client_secret_digest: 'x' }] },
      'clients[0].client_secret_digest: must be 43 base64url characters',
    ],
    [
      'a grant that needs users without a user',
      { ...valid, plugins: { 'grant-authorization-code': true } },
      'users: must not be empty',
    ],
    [
      'a password in clear',
      { ...valid, users: [{ username: 'ada', password: 'hunter2' }] },
      'users[0].password: is allowed only while demo is true',
    ],
    [
      'a user without a password',
      { ...valid, users: [{ username: 'ada' }] },
      'users[0].password_hash: is missing',
    ],
    [
      'a user who is there twice',
      { ...valid, demo: true, users: [demoUser('ada'), demoUser(' ADA ')] },
      'users[1].username: is the username of users[0] too',
    ],
    [
      'a user with the id of a client for a subject',
      { ...valid, demo: true, users: [{ ...demoUser('ada'), subject: 'service' }] },
      'users[0].subject: service is the client_id of clients[0]; choose another',
    ],
    [
      'two users with one subject',
      { ...valid, demo: true, users: [demoUser('ada'), { ...demoUser('bob'), subject: 'ada' }] },
      'users[1].subject: ada is the subject of users[0] too',
    ],
    [
      'a text that is no password hash',
      { ...valid, users: [{ username: 'ada', password_hash: 'md5' }] },
      'users[0].password_hash: is no scrypt hash',
    ],
    [
      'a text that is no colour',
      { ...valid, pages: { colour: 'blue' } },
      'pages.colour: must be a colour such as #2f5fe0, not "blue"',
    ],
    [
      'a redirect URI with a wildcard',
      { ...valid, clients: [{ ...service, redirect_uris: ['https://a.example/*'] }], ...codeDemo },
      'clients[0].redirect_uris[0]: ',
    ],
    [
      'a demo that other machines can reach',
      { ...valid, demo: true, listen: { host: '0.0.0.0' } },
      'listen.host: must be 127.0.0.1, ::1 or localhost while demo is true, not 0.0.0.0',
    ],
  ])('names %s and says what to write', async (_, content, expected) => {
    expect(await formatFaultsOf(content)).toContain(expected);
  });

  it('names a member that is there twice, of which JSON.parse drops the first', async () => {
    const text = JSON.stringify(valid).replace('{', '{"issuer":"https://other.example",');
    expect(await formatFaultsOf(text)).toContain('issuer: is there twice');
  });

  it('lists all faults in the order of the file, including those of core', async () => {
    const text = await formatFaultsOf({
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
      'missing members',
      { users: [{}, { username: 'bob' }], clients: [{ redirect_uris: ['javascript:x'] }] },
      [
        'issuer',
        'plugins',
        'scopes',
        'users[0].username',
        'users[0].password_hash',
        'users[1].password_hash',
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
      'an invalid scope',
      { ...valid, scopes: { 'a b': 'A' }, listen: { port: -1 }, issuer: 'https://a.example/' },
      ['issuer', 'scopes["a b"]', 'listen.port'],
    ],
    [
      'a text in place of a client',
      { ...valid, clients: ['service', { ...service, scope: 'x' }], pages: { brand: 1 } },
      ['clients[0]', 'clients[1].scope', 'pages.brand'],
    ],
  ])('lists all faults beside %s, and no false ones', async (_, content, expected) => {
    const lines = (await formatFaultsOf(content)).split('\n').slice(1);
    expect(lines.map((line) => /\d+:\d+ {2}([^:]+)/.exec(line)?.[1]).sort()).toEqual(
      [...expected].sort(),
    );
  });

  it('does not repeat a secret from an unfinished string', async () => {
    const text = await formatFaultsOf(
      '{"clients": [{"client_id": "a", "client_secret": "hunter2 }]}',
    );
    expect(text).not.toContain('hunter2');
  });

  it('says that the file does not exist', async () => {
    await expect(loadConfig('/nowhere/config.json', () => [])).rejects.toThrow(
      '/nowhere/config.json  there is no such file',
    );
  });
});
