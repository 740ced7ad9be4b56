import { describe, expect, it } from 'vitest';
import schema from '../../config/schema.json' with { type: 'json' };
import type { Config } from './config.js';
import { entriesOf, memberOf } from './path.js';
import { checkSchema } from './schema.js';

type Everything<T> = T extends readonly (infer Item)[]
  ? readonly Everything<Item>[]
  : T extends object
    ? { readonly [Name in keyof T]-?: Everything<Exclude<T[Name], undefined>> }
    : T;

/** Every member that the type has; TypeScript refuses a missing and an unknown one. */
const everything: Everything<Config> = {
  $schema: './schema.json',
  demo: false,
  issuer: 'https://auth.example',
  allowInsecureIssuer: false,
  allowInsecureRedirects: false,
  allowRedirectSchemes: ['vscode'],
  listen: { host: '127.0.0.1', port: 3000, proxies: 0, drainTimeout: 10 },
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
    refreshToken: 600,
    refreshTokenTotal: 6000,
    session: 600,
    sessionIdle: 60,
    consent: 600,
  },
  users: [
    { username: 'ada', name: 'Ada', subject: '1', password: 'engine', password_digest: 'scrypt' },
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

describe('the schema and the types say the same', () => {
  it('whatever the types have, the schema allows', () => {
    expect(checkSchema(structuredClone(everything))).toEqual({ config: everything });
  });

  it('whatever the schema has, the types have', () => {
    const namesOf = (part: unknown): string[] =>
      entriesOf(part)
        .map(([name]) => name)
        .sort();
    const parts: [unknown, unknown][] = [
      [schema, everything],
      [schema.properties.listen, everything.listen],
      [schema.properties.plugins, everything.plugins],
      [schema.properties.lifetimes, everything.lifetimes],
      [schema.properties.pages, everything.pages],
      [schema.$defs.client, everything.clients[0]],
      [schema.$defs.user, everything.users[0]],
    ];
    for (const [part, value] of parts)
      expect(namesOf(memberOf(part, 'properties'))).toEqual(namesOf(value));
  });

  it('describes every member', () => {
    const undescribed: string[] = [];
    const visit = (value: unknown, path: string): void => {
      for (const [name, part] of entriesOf(memberOf(value, 'properties'))) {
        const described = memberOf(part, 'description') ?? memberOf(part, '$ref');
        if (described === undefined) undescribed.push(`${path}.${name}`);
        visit(part, `${path}.${name}`);
      }
    };
    visit(schema, '');
    for (const [name, part] of Object.entries(schema.$defs)) visit(part, name);
    expect(undescribed).toEqual([]);
  });
});
