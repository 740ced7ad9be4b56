import { describe, expect, it } from 'vitest';
import schema from '../../config/schema.json' with { type: 'json' };
import type { Config } from './config.js';
import { getEntries, getMember } from './path.js';
import { checkSchema } from './schema.js';

type AllMembers<T> = T extends readonly (infer Item)[]
  ? readonly AllMembers<Item>[]
  : T extends object
    ? { readonly [Name in keyof T]-?: AllMembers<Exclude<T[Name], undefined>> }
    : T;

/** Has every member of the type: the compiler refuses a missing or unknown one. */
const fullConfig: AllMembers<Config> = {
  $schema: './schema.json',
  demo: false,
  issuer: 'https://auth.example',
  allowInsecureIssuer: false,
  allowInsecureRedirects: false,
  allowRedirectSchemes: ['vscode'],
  listen: {
    host: '127.0.0.1',
    port: 3000,
    drainPeriod: 10,
    trustedProxy: { addressHeader: 'X-Real-IP', hops: 1, from: ['10.0.0.1'] },
  },
  log: 'json',
  store: 'memory:',
  purgeInterval: 60,
  plugins: {
    'grant-client-credentials': true,
    'grant-authorization-code': true,
    'grant-refresh': true,
    'grant-implicit': true,
    'grant-password': true,
    'endpoint-introspect': true,
    'endpoint-revoke': true,
    'endpoint-metadata': true,
    cors: true,
  },
  scopes: { 'notes.read': 'Read your notes' },
  lifetimes: {
    accessToken: 600,
    authorizationCode: 60,
    refreshTokenIdle: 600,
    refreshTokenAbsolute: 6000,
    sessionAbsolute: 600,
    sessionIdle: 60,
    consent: 600,
  },
  users: [
    { username: 'ada', name: 'Ada', subject: '1', password: 'engine', password_hash: 'scrypt' },
  ],
  pages: {
    brand: 'Demo',
    colour: '#2f5fe0',
    logo: 'logo.svg',
    stylesheet: 'own.css',
    templates: 'own.mjs',
  },
  clients: [
    {
      client_id: 'a',
      client_secret: 'secret',
      client_secret_digest: 'x'.repeat(43),
      client_name: 'A',
      client_uri: 'https://a.example',
      logo_uri: 'https://a.example/logo.png',
      tos_uri: 'https://a.example/tos',
      policy_uri: 'https://a.example/privacy',
      redirect_uris: ['https://a.example/cb'],
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials'],
      response_types: ['code'],
      scope: 'notes.read',
      introspects: 'own',
      allowed_origins: ['https://a.example'],
    },
  ],
};

describe('the schema of the configuration', () => {
  it('allows every member of the type Config', () => {
    expect(checkSchema(structuredClone(fullConfig))).toEqual({ config: fullConfig });
  });

  it('has no member that the type Config lacks', () => {
    const getNames = (part: unknown): string[] =>
      getEntries(part)
        .map(([name]) => name)
        .sort();
    const parts: [unknown, unknown][] = [
      [schema, fullConfig],
      [schema.properties.listen, fullConfig.listen],
      [schema.properties.listen.properties.trustedProxy, fullConfig.listen.trustedProxy],
      [schema.properties.plugins, fullConfig.plugins],
      [schema.properties.lifetimes, fullConfig.lifetimes],
      [schema.properties.pages, fullConfig.pages],
      [schema.$defs.client, fullConfig.clients[0]],
      [schema.$defs.user, fullConfig.users[0]],
    ];
    for (const [part, value] of parts)
      expect(getNames(getMember(part, 'properties'))).toEqual(getNames(value));
  });

  it('describes every member for the reader of an editor', () => {
    const undescribed: string[] = [];
    const collectUndescribed = (value: unknown, path: string): void => {
      for (const [name, part] of getEntries(getMember(value, 'properties'))) {
        const described = getMember(part, 'description') ?? getMember(part, '$ref');
        if (described === undefined) undescribed.push(`${path}.${name}`);
        collectUndescribed(part, `${path}.${name}`);
      }
    };
    collectUndescribed(schema, '');
    for (const [name, part] of Object.entries(schema.$defs)) collectUndescribed(part, name);
    expect(undescribed).toEqual([]);
  });
});
