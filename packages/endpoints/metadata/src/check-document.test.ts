import { describe, expect, it } from 'vitest';
import { ConfigurationError, type JsonValue } from '@oauth/core';
import {
  getDocument,
  allPlugins,
  issuer,
  parseObject,
  pluginWithMetadata,
  metadataServer,
} from '../test/metadata-server.js';
import type { MetadataOptions } from './options.js';

/** The faults of the configuration that a server is made from, as text. */
function findFaults(makeServer: () => unknown): readonly string[] {
  try {
    makeServer();
  } catch (thrown) {
    if (thrown instanceof ConfigurationError)
      return thrown.faults.map(({ path, message }) => `${path}: ${message}`);
    throw thrown;
  }
  return [];
}

const findExtraFaults = (extra: MetadataOptions['extra']) =>
  findFaults(() => metadataServer({ extra }));

// [C21]
describe('a member of the document', () => {
  const url = 'must be an http or https URL';
  const https = 'must be an https URL';
  const list = 'must be a list of strings, left out if it is empty';
  const flag = 'must be true, false, or a list of strings';

  it.each<[string, JsonValue, string]>([
    ['service_documentation', '/docs', url],
    ['op_policy_uri', 'policy', url],
    ['op_policy_uri', 'https://', url],
    ['op_tos_uri', 7, url],
    ['op_tos_uri', 'javascript:alert(1)', url],
    ['registration_endpoint', 'http://auth.example/register', https],
    ['registration_endpoint', null, https],
    ['ui_locales_supported', 'en', list],
    ['ui_locales_supported', ['en', 1], list],
    ['ui_locales_supported', [], list],
    ['token_endpoint_auth_signing_alg_values_supported', true, list],
    ['id_token_encryption_enc_values_supported', { a: 'b' }, list],
    ['claims_supported', [['sub']], list],
    ['request_parameter_supported', 'yes', flag],
  ])('%s is a configuration fault as %j', (member, value, rule) => {
    const message = `${rule}, not ${JSON.stringify(value)}`;
    expect(findExtraFaults({ [member]: value })).toEqual([`metadata.extra.${member}: ${message}`]);
    const stranger = pluginWithMetadata('stranger', { [member]: value });
    expect(findFaults(() => metadataServer({}, { plugins: [...allPlugins, stranger] }))).toEqual([
      `plugins: ${member} of stranger ${message}`,
    ]);
  });

  it('is a configuration fault as signed_metadata, because the option sign makes that', () => {
    expect(findExtraFaults({ signed_metadata: 'e30.e30.x' })).toEqual([
      'metadata.extra.signed_metadata: must be left out, the option sign makes it',
    ]);
  });

  it('is reported together with all other faults, of core too', () => {
    const extra = { op_tos_uri: 'tos', ui_locales_supported: [] };
    expect(findFaults(() => metadataServer({ extra, maxAge: 1.5 }, { issuer: 'ftp://x' }))).toEqual(
      [
        'issuer: must use https, unless allowInsecureIssuer is set',
        'metadata.maxAge: must be a whole number of seconds, 0 or more, not 1.5',
        `metadata.extra.op_tos_uri: ${url}, not "tos"`,
        `metadata.extra.ui_locales_supported: ${list}, not []`,
      ],
    );
  });

  it.each<[string, JsonValue]>([
    ['service_documentation', 'http://docs.example/a b'],
    ['op_tos_uri', `${issuer}/tos`],
    ['ui_locales_supported', ['en', 'de-CH']],
    ['registration_endpoint', 'https://elsewhere.example/register'],
    ['request_uri_parameter_supported', false],
    ['backchannel_token_delivery_modes_supported', ['poll']],
    ['mtls_endpoint_aliases', { token_endpoint: 'https://mtls.auth.example/token' }],
    ['tls_client_certificate_bound_access_tokens', true],
    ['x_something', null],
  ])('%s is served as %j', async (member, value) => {
    const document = await getDocument(metadataServer({ extra: { [member]: value } }));
    expect(document[member]).toEqual(value);
  });

  it('may be an http URL of an endpoint where the issuer is an http URL', () => {
    const extra = { registration_endpoint: 'http://127.0.0.1/register' };
    expect(findFaults(() => metadataServer({ extra }, { issuer: 'http://127.0.0.1' }))).toEqual([]);
  });

  it('is left out when it is undefined', async () => {
    const server = metadataServer({ extra: { op_tos_uri: undefined, issuer: undefined } });
    expect(await getDocument(server)).toEqual(await getDocument(metadataServer()));
  });
});

// #217 #218
describe('a member that another source gives already', () => {
  it('cannot replace what is derived from the server', () => {
    const stranger = pluginWithMetadata('stranger', {
      issuer: 'https://evil.example',
      grant_types_supported: ['x'],
    });
    expect(findFaults(() => metadataServer({}, { plugins: [...allPlugins, stranger] }))).toEqual([
      'plugins: issuer of stranger is "https://evil.example", but @oauth/endpoint-metadata says "https://auth.example": leave one of them out',
      expect.stringMatching(
        /^plugins: grant_types_supported of stranger is \["x"\], but @oauth\/endpoint-metadata says /,
      ),
    ]);
    expect(findExtraFaults({ token_endpoint: 'https://evil.example/token' })).toEqual([
      'metadata.extra.token_endpoint: is "https://evil.example/token", but @oauth/endpoint-metadata says "https://auth.example/token": leave one of them out',
    ]);
  });

  it('cannot replace what an earlier plugin says', () => {
    const plugins = [
      ...allPlugins,
      pluginWithMetadata('one', { acr_values_supported: ['a'] }),
      pluginWithMetadata('two', { acr_values_supported: ['b'] }),
    ];
    const extra = { code_challenge_methods_supported: ['plain'] };
    expect(findFaults(() => metadataServer({ extra }, { plugins }))).toEqual([
      'plugins: acr_values_supported of two is ["b"], but one says ["a"]: leave one of them out',
      'metadata.extra.code_challenge_methods_supported: is ["plain"], but @oauth/grant-authorization-code says ["S256"]: leave one of them out',
    ]);
  });

  it('may be given again with an equal value', async () => {
    const same = { acr_values_supported: ['a'] };
    const plugins = [
      ...allPlugins,
      pluginWithMetadata('one', same),
      pluginWithMetadata('two', { ...same }),
    ];
    expect(await getDocument(metadataServer({}, { plugins }))).toMatchObject(same);
  });
});

// [C21]
it('a misspelt option is a configuration fault, with validation and without', () => {
  const misspelt: object = { cacheLifetime: 60, validate: false };
  expect(findFaults(() => metadataServer(misspelt))).toEqual([
    expect.stringMatching(/^metadata\.cacheLifetime: is not an option; the options are extra, /),
  ]);
});

it('without validation, wrong members are served and derived members still win', async () => {
  const server = metadataServer({
    validate: false,
    maxAge: 1.5,
    extra: { issuer: 'https://evil.example', op_tos_uri: 'tos' },
  });
  expect(await getDocument(server)).toMatchObject({ issuer, op_tos_uri: 'tos' });
});

it('members with names of Object.prototype are served like any other', async () => {
  const extra = parseObject('{"__proto__":["x"],"constructor":"y"}');
  const server = metadataServer({ extra });
  const { body } = await server.handle(
    new Request(server.context.endpointUrl('authorization_server_metadata')),
  );
  expect(body).toContain('"__proto__":["x"],"constructor":"y"');
});
