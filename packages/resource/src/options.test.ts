import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { protectedResource, type ProtectedResourceOptions } from '@oauth/resource';
import { resource } from '../test/issuer.js';

const validate = () => undefined;

function faultsOf(options: object): readonly string[] {
  const all: ProtectedResourceOptions = { resource, validate };
  try {
    protectedResource({ ...all, ...options });
  } catch (error) {
    if (error instanceof ConfigurationError)
      return error.faults.map(({ path, message }) => `${path} ${message}`);
    throw error;
  }
  return [];
}

describe('options that cannot work', () => {
  it.each([
    // #190
    ['nothing', { resource: undefined }, 'resource must be an https URL'],
    ['null for both', { resource: null, audience: null }, 'resource must be an https URL'],
    ['an empty resource', { resource: '' }, 'resource must be an https URL'],
    ['an empty audience', { audience: '' }, 'audience must name what tokens are for'],
    ['no audiences', { audience: [] }, 'audience must name what tokens are for'],
    ['one empty audience', { audience: ['a', ''] }, 'audience must name what tokens are for'],
    ['null for an audience', { audience: null }, 'audience must name what tokens are for'],

    ['no text', { resource: 'api' }, 'resource must be an https URL'],
    ['http', { resource: 'http://api.example' }, 'resource must be an https URL'],
    ['a host that begins like loopback', { resource: 'http://localhost.example' }, 'resource must'],
    // #221
    ['a fragment', { resource: `${resource}#a` }, 'resource must have no fragment'],
    ['a user', { resource: 'https://user@api.example' }, 'resource must have no fragment'],
    [
      'a path that is not plain',
      { resource: 'https://api.example/a/../b' },
      'resource must be written as https://api.example/b',
    ],
    [
      'a host in capitals',
      { resource: 'https://API.example/v1' },
      'resource must be written as https://api.example/v1',
    ],
    [
      'a needless port',
      { resource: 'https://api.example:443' },
      'resource must be written as https://api.example/',
    ],

    [
      'an issuer by http',
      { authorizationServers: ['https://a.example', 'http://b.example'] },
      'authorizationServers[1] must be an https URL',
    ],
    ['scopes with spaces', { scopesSupported: ['a b'] }, 'scopesSupported must be'],
    ['no validator', { validate: undefined }, 'validate must be'],
    ['a misspelt option', { bearerin: { query: true } }, 'bearerin is not an option'],
  ])('%s', (_, options, expected) => {
    expect(faultsOf(options)).toEqual([expect.stringContaining(expected)]);
  });

  it('are all said at once', () => {
    expect(faultsOf({ resource: 'api', audience: '', validate: undefined })).toHaveLength(3);
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
])('%j can work', (options) => {
  expect(faultsOf(options)).toEqual([]);
});
