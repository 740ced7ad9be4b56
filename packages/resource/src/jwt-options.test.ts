import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { issuer, jwks, secret } from '../test/forged-token.js';
import { byJwt } from './jwt.js';

const jwksUri = 'https://auth.example/jwks';
/** Calls byJwt as a caller without types may do. */
const configure = (options: object) => () => {
  Reflect.apply(byJwt, undefined, [{ issuer, ...options }]);
};

describe('byJwt, given options', () => {
  it.each([
    ['no source of keys', {}, 'jwksUri: is missing, as are jwks and secret'],
    ['a key set beside its URL', { jwksUri, jwks }, 'jwksUri and jwks are set'],
    ['a key set beside a secret', { jwks, secret }, 'jwks and secret are set'],
    [
      'keys by http',
      { jwksUri: 'http://auth.example/jwks' },
      'which is not encrypted; write an https',
    ],
    ['keys from a file', { jwksUri: 'file:///etc/jwks' }, 'jwksUri: is "file:///etc/jwks"; write'],
    ['a path as URL', { jwksUri: '/jwks' }, 'jwksUri: is "/jwks", which is not a URL'],
    ['an empty key set', { jwks: { keys: [] } }, 'jwks: has no keys'],
    // #286
    [
      'an empty secret',
      { secret: new Uint8Array() },
      'secret: has 0 bytes; HS256 needs at least 32',
    ],
    ['a short secret', { secret: secret.subarray(0, 31) }, 'secret: has 31 bytes; HS256 needs'],

    ['a missing issuer', { jwks, issuer: undefined }, 'issuer: is undefined'],
    ['an empty issuer', { jwks, issuer: '' }, 'issuer: is ""; write the iss'],
    ['several issuers', { jwks, issuer: [issuer] }, 'issuer: is ["https://auth.example"]'],
    ['an empty list of algorithms', { jwks, algorithms: [] }, 'algorithms: is empty'],
    // #287
    ['the algorithm none', { jwks, algorithms: ['none'] }, 'algorithms: has none, which'],
    // #271
    [
      'HMAC with public keys',
      { jwks, algorithms: ['ES256', 'HS256'] },
      'algorithms: has HS256, which',
    ],
    ['public keys with a secret', { secret, algorithms: ['ES256'] }, 'is set beside secret'],

    ['a negative tolerance', { jwks, clockTolerance: -1 }, 'clockTolerance: is -1; write'],
    // #278
    ['a tolerance over 300 s', { jwks, clockTolerance: 301 }, 'clockTolerance: is 301; write'],

    ['a tolerance of NaN', { jwks, clockTolerance: NaN }, 'clockTolerance: is NaN; write'],
    // #190
    ['an audience, an option of protectedResource', { jwks, audience: 'a' }, 'audience: is not'],
  ])('throws a ConfigurationError for %s', (_, options, fault) => {
    expect(configure(options)).toThrow(ConfigurationError);
    expect(configure(options)).toThrow(fault);
  });

  it.each([
    [{ jwksUri }],
    [{ jwksUri: 'http://localhost:3000/jwks' }],
    [{ jwksUri: 'http://auth:3000/jwks', allowInsecureJwksUri: true }],
    [{ jwks, algorithms: ['ES384', 'Ed25519'] }],
    [{ secret: secret.subarray(0, 32) }],
  ])('accepts the options %j', (options) => {
    expect(configure(options)).not.toThrow();
  });
});
