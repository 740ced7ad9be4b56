import { describe, expect, it } from 'vitest';
import { ConfigurationError, type JsonValue } from '@oauth/core';
import { documentOf, everything, issuer, objectOf, saying, serve } from '../test/parts.js';
import type { MetadataOptions } from './options.js';

/** The faults of a configuration, as text. */
function faults(make: () => unknown): readonly string[] {
  try {
    make();
  } catch (thrown) {
    if (thrown instanceof ConfigurationError)
      return thrown.faults.map(({ path, message }) => `${path}: ${message}`);
    throw thrown;
  }
  return [];
}

const withExtra = (extra: MetadataOptions['extra']) => faults(() => serve({ extra }));

// [C21]
describe('members that are wrong', () => {
  const url = 'must be an http or https URL';
  const https = 'must be an https URL';
  const list = 'must be a list of strings, and left out when there are none';
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
    ['signed_metadata', 'e30.e30.x', 'is made by the option sign'],
  ])('%s: %j', (member, value, message) => {
    expect(withExtra({ [member]: value })).toEqual([`metadata.extra.${member}: ${message}`]);
    const stranger = saying('stranger', { [member]: value });
    expect(faults(() => serve({}, { plugins: [...everything, stranger] }))).toEqual([
      `plugins: ${member} of stranger ${message}`,
    ]);
  });

  it('all of them are told at once, beside those of core', () => {
    const extra = { op_tos_uri: 'tos', ui_locales_supported: [] };
    expect(faults(() => serve({ extra, maxAge: 1.5 }, { issuer: 'ftp://x' }))).toEqual([
      'issuer: must use https, unless allowInsecureIssuer is set',
      'metadata.maxAge: must be seconds, 0 or more',
      `metadata.extra.op_tos_uri: ${url}`,
      `metadata.extra.ui_locales_supported: ${list}`,
    ]);
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
  ])('%s may be %j', async (member, value) => {
    const document = await documentOf(serve({ extra: { [member]: value } }));
    expect(document[member]).toEqual(value);
  });

  it('an endpoint may be http where the issuer is', () => {
    const extra = { registration_endpoint: 'http://127.0.0.1/register' };
    expect(faults(() => serve({ extra }, { issuer: 'http://127.0.0.1' }))).toEqual([]);
  });

  it('a member that is undefined is not there', async () => {
    const server = serve({ extra: { op_tos_uri: undefined, issuer: undefined } });
    expect(await documentOf(server)).toEqual(await documentOf(serve()));
  });
});

// #217 #218
describe('members that are there already', () => {
  it('are core’s: nobody changes them', () => {
    const stranger = saying('stranger', {
      issuer: 'https://evil.example',
      grant_types_supported: ['x'],
    });
    expect(faults(() => serve({}, { plugins: [...everything, stranger] }))).toEqual([
      'plugins: issuer of stranger collides with what @oauth/endpoint-metadata says',
      'plugins: grant_types_supported of stranger collides with what @oauth/endpoint-metadata says',
    ]);
    expect(withExtra({ token_endpoint: 'https://evil.example/token' })).toEqual([
      'metadata.extra.token_endpoint: collides with what @oauth/endpoint-metadata says',
    ]);
  });

  it('are the plugin’s that says them first', () => {
    const plugins = [
      ...everything,
      saying('one', { acr_values_supported: ['a'] }),
      saying('two', { acr_values_supported: ['b'] }),
    ];
    const extra = { code_challenge_methods_supported: ['plain'] };
    expect(faults(() => serve({ extra }, { plugins }))).toEqual([
      'plugins: acr_values_supported of two collides with what one says',
      'metadata.extra.code_challenge_methods_supported: collides with what @oauth/grant-authorization-code says',
    ]);
  });

  it('may be said twice alike', async () => {
    const same = { acr_values_supported: ['a'] };
    const plugins = [...everything, saying('one', same), saying('two', { ...same })];
    expect(await documentOf(serve({}, { plugins }))).toMatchObject(same);
  });
});

// [C21]
it('unchecked, wrong members are served, and core’s stand all the same', async () => {
  const server = serve({
    validate: false,
    maxAge: 1.5,
    extra: { issuer: 'https://evil.example', op_tos_uri: 'tos' },
  });
  expect(await documentOf(server)).toMatchObject({ issuer, op_tos_uri: 'tos' });
});

it('names of the prototype are names like any other', async () => {
  const extra = objectOf('{"__proto__":["x"],"constructor":"y"}');
  const server = serve({ extra });
  const { body } = await server.handle(
    new Request(server.context.endpointUrl('authorization_server_metadata')),
  );
  expect(body).toContain('"__proto__":["x"],"constructor":"y"');
});
