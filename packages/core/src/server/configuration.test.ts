import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../contract/endpoint.js';
import { ConfigurationError, type ConfigurationFault } from '../contract/errors.js';
import { json } from '../contract/http.js';
import type { Plugin } from '../contract/plugin.js';
import type { ServerOptions } from '../contract/server-options.js';
import type { ByName } from '../contract/types.js';
import { definePlugin } from '../lib/define-plugin.js';
import { mapStore } from '../testing-support/map-store.js';
import { plain, serve } from '../testing-support/serve.js';
import { defineGrant } from '../token/define-grant.js';
import { createServer } from './create-server.js';

/** All that is wrong with the options. */
function faultsOf(options: Partial<ServerOptions>): readonly ConfigurationFault[] {
  try {
    serve(options);
  } catch (thrown) {
    if (thrown instanceof ConfigurationError) return thrown.faults;
    throw thrown;
  }
  return [];
}

const pathsOf = (options: Partial<ServerOptions>): string[] =>
  faultsOf(options).map(({ path }) => path);

describe('the issuer', () => {
  it.each([
    'https://auth.example',
    'https://auth.example/',
    'https://auth.example:8443/tenant/a',
    'http://localhost',
    'http://localhost:8080/x',
    'http://127.0.0.1:1',
    'http://[::1]:8080',
  ])('may be %s', (issuer) => {
    expect(faultsOf({ issuer })).toEqual([]);
  });

  it.each([
    '',
    'auth.example',
    '/path',
    'ftp://auth.example',
    'urn:issuer',
    'http://auth.example',
    'http://localhost.evil.example',
    'http://localhost@evil.example',
    'http://127.0.0.1.evil.example',
    'https://user@auth.example',
    'https://auth.example?tenant=a',
    'https://auth.example?',
    'https://auth.example#',
    'https://auth.example/a b',
    ' https://auth.example',
    'https:auth.example"',
  ])('must not be %j', (issuer) => {
    expect(new Set(pathsOf({ issuer }))).toEqual(new Set(['issuer']));
  });

  // [A11]
  it('may do without TLS where that is asked for by name', () => {
    expect(faultsOf({ issuer: 'http://auth.internal', allowInsecureIssuer: true })).toEqual([]);
    expect(pathsOf({ issuer: 'ftp://auth.internal', allowInsecureIssuer: true })).toEqual([
      'issuer',
    ]);
  });
});

describe('options', () => {
  it('that do not exist are a fault, so that none is misspelt', () => {
    const misspelt = { acessTokenLifetime: 60, constructor: 1 };
    const rule = /^is not an option; the options are issuer, .*accessTokenLifetime/;
    expect(faultsOf({ scopes: undefined, ...misspelt })).toEqual([
      { path: 'acessTokenLifetime', message: expect.stringMatching(rule) as unknown },
      { path: 'constructor', message: expect.stringMatching(rule) as unknown },
    ]);
  });

  it.each([0, -1, 1.5, NaN, Infinity, 2 ** 53])('that are numbers cannot be %d', (value) => {
    const numbers = { accessTokenLifetime: value, maxBodyBytes: value, maxParameters: value };
    expect(pathsOf(numbers)).toEqual(['accessTokenLifetime', 'maxBodyBytes', 'maxParameters']);
  });

  it.each([[['a b']], [['']], [['"']], [['fine', 'é']]])(
    'that are scopes cannot be %j',
    (scopes) => {
      expect(pathsOf({ scopes })).toEqual(['scopes']);
    },
  );

  it('may be there and undefined', () => {
    const { server } = serve({
      accessTokenLifetime: undefined,
      scopes: undefined,
      paths: undefined,
      clock: undefined,
      random: undefined,
      maxBodyBytes: undefined,
    });
    expect(server.grantTypes).toEqual(['client_credentials']);
  });
});

describe('clients', () => {
  const client = { client_id: 'web', client_secret: 's' };

  it.each([
    ['client_id', { ...client, client_id: '' }],
    ['client_id', { ...client, client_id: 'é' }],
    ['client_id', { ...client, client_id: 'a\nb' }],
    ['token_endpoint_auth_method', { ...client, token_endpoint_auth_method: 'basic' }],
    ['token_endpoint_auth_method', { ...client, token_endpoint_auth_method: '__proto__' }],
    ['client_secret', { client_id: 'web' }],
    ['client_secret', { ...client, client_secret: '' }],
    ['client_secret', { client_id: 'web', token_endpoint_auth_method: 'client_secret_post' }],
    ['client_secret', { ...client, token_endpoint_auth_method: 'none' }],
    ['scope', { ...client, scope: 'a  b' }],
    ['scope', { ...client, scope: '' }],
    ['scope', { ...client, scope: 'a"' }],
    ['grant_types', { ...client, grant_types: ['client_credential'] }],
    ['grant_types', { ...client, grant_types: ['constructor'] }],
  ])('with a bad %s: %j', (member, bad) => {
    expect(pathsOf({ clients: [bad] })).toEqual([`clients[0].${member}`]);
  });

  it('with the same id are a fault', () => {
    const faults = faultsOf({ clients: [client, { ...client, client_id: 'b' }, client] });
    expect(faults.map(({ path }) => path)).toEqual(['clients[2].client_id']);
  });

  it('without a secret are fine where secrets are kept elsewhere', () => {
    const verifySecret = () => true;
    expect(faultsOf({ clients: [{ client_id: 'web' }], verifySecret })).toEqual([]);
  });

  it('may refresh and use the implicit grant whatever plugins offer', () => {
    const grant_types = ['client_credentials', 'refresh_token', 'implicit'];
    expect(faultsOf({ clients: [{ ...client, grant_types }] })).toEqual([]);
  });
});

describe('plugins', () => {
  const endpoint = (path: string): ByName<Endpoint> => ({
    x_endpoint: { path, methods: ['GET'], handle: () => json(200, {}) },
  });

  it.each<[string, Partial<Plugin>, Partial<Plugin>]>([
    [
      'test',
      { grants: { test: { handle: () => ({ scope: [] }) } } },
      { grants: { test: { handle: () => ({ scope: [] }) } } },
    ],
    ['x_endpoint', { endpoints: endpoint('/x') }, { endpoints: endpoint('/y') }],
    [
      'test',
      { clientAuthentication: { test: { read: () => undefined } } },
      { clientAuthentication: { test: { read: () => undefined } } },
    ],
    [
      'accessTokenFormat',
      { accessTokenFormat: { create: () => ({ token: '', id: '' }), resolveRecordId: () => '' } },
      { accessTokenFormat: { create: () => ({ token: '', id: '' }), resolveRecordId: () => '' } },
    ],
    ['refreshTokens', { refreshTokens: () => undefined }, { refreshTokens: () => undefined }],
  ])('that both claim the %s are named', (what, first, second) => {
    const plugins = [plain, { name: 'first', ...first }, { name: 'second', ...second }];
    const [fault, ...others] = faultsOf({ plugins });
    expect(others).toEqual([]);
    expect(fault?.path).toBe('plugins');
    for (const word of ['first', 'second', what]) expect(fault?.message).toContain(word);
  });

  it("cannot replace core's own", () => {
    const client_secret_basic = { read: () => undefined };
    const taking = { name: 'taking', clientAuthentication: { client_secret_basic } };
    expect(faultsOf({ plugins: [plain, taking] })[0]?.message).toContain('@oauth/core and taking');
  });

  it('may share one and the same entry', () => {
    const shared = endpoint('/x');
    const plugins = [plain, { name: 'a', endpoints: shared }, { name: 'b', endpoints: shared }];
    expect(faultsOf({ plugins })).toEqual([]);
  });

  it('with grants share the token endpoint', () => {
    const grants = { other: { handle: () => ({ scope: [] }) } };
    expect(faultsOf({ plugins: [plain, defineGrant({ name: 'other', grants })] })).toEqual([]);
    const [fault] = faultsOf({ clients: [], plugins: [definePlugin({ name: 'bare', grants })] });
    expect(fault).toMatchObject({ path: 'plugins' });
    expect(fault?.message).toContain('defineGrant');
  });

  it('may check the options and what else is registered', () => {
    const checking: Plugin = {
      name: 'checking',
      check: ({ options, grants }, check) => {
        const listed = options.scopes !== undefined && grants.has('client_credentials');
        check(listed, 'scopes', 'must be listed');
      },
    };
    const said = [{ path: 'scopes', message: 'must be listed' }];
    expect(faultsOf({ plugins: [plain, checking] })).toEqual(said);
    expect(faultsOf({ plugins: [plain, checking], scopes: ['read', 'write'] })).toEqual([]);
  });
});

describe('paths', () => {
  const other: Plugin = {
    name: 'other',
    endpoints: {
      other_endpoint: { path: '/other', methods: ['GET'], handle: () => json(200, {}) },
    },
  };
  const plugins = [plain, other];

  it('may be replaced', () => {
    const paths = { token_endpoint: '/a/b-c', other_endpoint: '/d' };
    expect(faultsOf({ plugins, paths })).toEqual([]);
  });

  it.each(['', 'token', 'https://auth.example/token', '/a?b', '/a#b', '/a b', '?'])(
    'cannot be %j',
    (token_endpoint) => {
      expect(pathsOf({ paths: { token_endpoint } })).toEqual(['paths.token_endpoint']);
    },
  );

  it('must not be shared', () => {
    const [fault, ...others] = faultsOf({ plugins, paths: { other_endpoint: '/token' } });
    expect(others).toEqual([]);
    expect(fault?.path).toMatch(/^paths\.(token|other)_endpoint$/);
    expect(fault?.message).toMatch(/(token|other)_endpoint has \/token too/);
  });

  it('must be of endpoints that there are', () => {
    expect(pathsOf({ paths: { tokens_endpoint: '/t' } })).toEqual(['paths.tokens_endpoint']);
  });
});

describe('JavaScript callers are told what TypeScript would have told them', () => {
  const create = (options: unknown): unknown => Reflect.apply(createServer, undefined, [options]);
  const good = { issuer: 'https://auth.example', clients: [], store: mapStore(), plugins: [plain] };

  /** Paths of the faults of options of any shape. */
  function told(options: unknown): string[] {
    try {
      create(options);
    } catch (thrown) {
      if (thrown instanceof ConfigurationError) return thrown.faults.map(({ path }) => path);
      throw thrown;
    }
    return [];
  }

  it('of all that is missing at once', () => {
    expect(told({})).toEqual(['issuer', 'issuer', 'store', 'plugins', 'clients']);
    expect(told({ ...good, issuer: 'ftp://x', store: undefined })).toEqual(['issuer', 'store']);
    expect(told({ ...good, clients: [{}], plugins: undefined })).toEqual(['plugins']);
  });

  it.each([
    ['store', null],
    ['plugins', undefined],
    ['clients', null],
    ['issuer', 1],
    ['paths', 'token'],
  ])('%s cannot be %o', (name, value) => {
    const paths = told({ ...good, [name]: value });
    expect(paths.map((path) => path.split('.')[0])).toContain(name);
  });

  it('what breaks a check of a plugin’s is thrown as it is where nothing is wrong', () => {
    const check = () => {
      throw new RangeError('bug');
    };
    expect(() => create({ ...good, plugins: [plain, { name: 'x', check }] })).toThrow(RangeError);
    expect(told({ ...good, scopes: ['"'], plugins: [plain, { name: 'x', check }] })).toEqual([
      'scopes',
    ]);
  });
});

it('all faults are in one error, each with its path', () => {
  const broken = {
    issuer: 'http://auth.example',
    scopes: ['a b'],
    maxBodyBytes: 0,
    misspelt: 1,
    paths: { nothing_endpoint: '/x' },
    clients: [{ client_id: 'a' }, { client_id: 'a', client_secret: 's', scope: ' ' }],
    plugins: [
      plain,
      { name: 'second', grants: { client_credentials: { handle: () => ({ scope: [] }) } } },
    ],
  };
  expect(() => serve(broken)).toThrow(ConfigurationError);
  expect(new Set(pathsOf(broken))).toEqual(
    new Set([
      'plugins',
      'misspelt',
      'issuer',
      'maxBodyBytes',
      'scopes',
      'paths.nothing_endpoint',
      'clients[0].client_secret',
      'clients[1].client_id',
      'clients[1].scope',
    ]),
  );
});
