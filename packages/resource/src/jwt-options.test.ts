import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '@oauth/core';
import { issuer, jwks, secret } from '../test/forge.js';
import { byJwt } from './jwt.js';

const jwksUri = 'https://auth.example/jwks';
/** As a caller without types may do. */
const make = (options: object) => () => {
  Reflect.apply(byJwt, undefined, [{ issuer, ...options }]);
};

describe('options that cannot work', () => {
  it.each([
    ['no keys', {}, 'jwksUri: must be there'],
    ['keys twice', { jwksUri, jwks }, 'jwksUri: must be there'],
    ['keys and a secret', { jwks, secret }, 'jwksUri: must be there'],
    ['keys by http', { jwksUri: 'http://auth.example/jwks' }, 'jwksUri: must be an https URL'],
    ['keys from a file', { jwksUri: 'file:///etc/jwks' }, 'jwksUri: must be an https URL'],
    ['no URL', { jwksUri: '/jwks' }, 'jwksUri: must be an https URL'],
    ['an empty list of keys', { jwks: { keys: [] } }, 'jwks: must have keys'],
    // #286
    ['an empty secret', { secret: new Uint8Array() }, 'secret: must have at least 32 bytes'],
    ['a short secret', { secret: secret.subarray(0, 31) }, 'secret: must have at least 32'],

    ['no issuer', { jwks, issuer: undefined }, 'issuer: must'],
    ['an empty issuer', { jwks, issuer: '' }, 'issuer: must'],
    ['several issuers', { jwks, issuer: [issuer] }, 'issuer: must'],
    ['no algorithm', { jwks, algorithms: [] }, 'algorithms: must'],
    // #287
    ['none', { jwks, algorithms: ['none'] }, 'algorithms: must'],
    // #271
    ['HMAC with public keys', { jwks, algorithms: ['ES256', 'HS256'] }, 'algorithms: must'],
    ['public keys with a secret', { secret, algorithms: ['ES256'] }, 'algorithms: a secret'],

    ['a negative tolerance', { jwks, clockTolerance: -1 }, 'clockTolerance: must'],
    // #278
    ['a tolerance without bound', { jwks, clockTolerance: 301 }, 'clockTolerance: must'],

    ['no tolerance', { jwks, clockTolerance: NaN }, 'clockTolerance: must'],
    // #190
    ['an audience, which is protectedResource’s', { jwks, audience: 'a' }, 'audience: is not'],
  ])('%s', (_, options, fault) => {
    expect(make(options)).toThrow(ConfigurationError);
    expect(make(options)).toThrow(fault);
  });

  it.each([
    [{ jwksUri }],
    [{ jwksUri: 'http://localhost:3000/jwks' }],
    [{ jwksUri: 'http://auth:3000/jwks', allowInsecureJwksUri: true }],
    [{ jwks, algorithms: ['ES384', 'Ed25519'] }],
    [{ secret: secret.subarray(0, 32) }],
  ])('unlike %j', (options) => {
    expect(make(options)).not.toThrow();
  });
});
