import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { protectedResource, type ProtectedResourceOptions } from '@oauth/resource';
import { resource } from '../test/issuer.js';

const validate = () => undefined;
const prove = () => undefined;

function findFaults(options: object): readonly string[] {
  const defaults: ProtectedResourceOptions = { resource, validate };
  try {
    protectedResource({ ...defaults, ...options });
  } catch (error) {
    if (error instanceof ConfigurationError)
      return error.faults.map(({ path, message }) => `${path} ${message}`);
    throw error;
  }
  return [];
}

describe('protectedResource, given options', () => {
  it.each([
    // #190
    ['a missing resource', { resource: undefined }, 'resource is undefined, which is not a URL'],
    [
      'null as resource and audience',
      { resource: null, audience: null },
      'resource is null, which',
    ],
    ['an empty resource', { resource: '' }, 'resource is "", which is not a URL'],
    ['an empty audience', { audience: '' }, 'audience is ""; write'],
    ['an empty list of audiences', { audience: [] }, 'audience is []; write'],
    ['an empty audience in a list', { audience: ['a', ''] }, 'audience is ["a",""]; write'],
    ['null as audience', { audience: null }, 'audience is null; write'],

    ['a resource that is no URL', { resource: 'api' }, 'resource is "api", which is not a URL'],
    [
      'http',
      { resource: 'http://api.example' },
      'write an https URL, or set allowInsecureResource',
    ],
    [
      'a host that begins like loopback',
      { resource: 'http://localhost.example' },
      'is not encrypted',
    ],
    // #221
    ['a fragment', { resource: `${resource}#a` }, 'write it without fragment'],
    ['a user', { resource: 'https://user@api.example' }, 'write it without fragment, user'],
    [
      'a path with dot segments',
      { resource: 'https://api.example/a/../b' },
      'not its canonical spelling; write https://api.example/b',
    ],
    [
      'a host in capitals',
      { resource: 'https://API.example/v1' },
      'not its canonical spelling; write https://api.example/v1',
    ],
    [
      'a needless port',
      { resource: 'https://api.example:443' },
      'not its canonical spelling; write https://api.example/',
    ],

    [
      'an issuer by http',
      { authorizationServers: ['https://a.example', 'http://b.example'] },
      'authorizationServers[1] is "http://b.example", which is not encrypted',
    ],
    ['scopes with spaces', { scopesSupported: ['a b'] }, 'scopesSupported has "a b"; write'],
    ['a missing validator', { validate: undefined }, 'validate is undefined; write'],
    [
      'a sender constraint without prove',
      { senders: { jkt: {} } },
      'senders.jkt.prove is not a function',
    ],
    [
      'a sender constraint whose scheme is no token',
      { senders: { jkt: { scheme: 'D PoP', prove } } },
      'senders.jkt.scheme is "D PoP"; write',
    ],
    [
      'a challenge parameter that is no token',
      { senders: { jkt: { challenge: { 'a="b"': '' }, prove } } },
      'senders.jkt.challenge has',
    ],
    ['a misspelt option', { allowTokenInHeader: true }, 'allowTokenInHeader is not an option'],
  ])('throws a ConfigurationError for %s', (_, options, expected) => {
    expect(findFaults(options)).toEqual([expect.stringContaining(expected)]);
  });

  it('throws one ConfigurationError that lists every fault', () => {
    expect(findFaults({ resource: 'api', audience: '', validate: undefined })).toHaveLength(3);
  });
});

it.each([
  [{ resource: 'https://api.example' }],
  [{ resource: 'https://api.example/' }],
  [{ resource: 'https://api.example/v1?tenant=a' }],
  [{ resource: 'http://localhost:3000/mcp' }],
  [{ resource: 'http://127.0.0.1:3000' }],
  [{ resource: 'http://[::1]:3000' }],
  [{ resource: 'http://api.internal', allowInsecureResource: true }],
  [{ audience: ['one', 'two'] }],
])('protectedResource accepts the options %j', (options) => {
  expect(findFaults(options)).toEqual([]);
});
