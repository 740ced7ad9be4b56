import { describe, expect, it } from 'vitest';
import { claims, forge, header, issuer, jwks, now, statusOf } from '../test/forge.js';
import { resource } from '../test/issuer.js';
import { byJwt } from './jwt.js';

const options = { issuer, jwks };
const withClaims = (more: object) => statusOf(forge(header, { ...claims, ...more }));

// #280
describe('a claim that has to be there', () => {
  it.each(['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'])('%s', async (claim) => {
    expect(await withClaims({ [claim]: undefined })).toBe(401);
    expect(await withClaims({ [claim]: null })).toBe(401);
    expect(await withClaims({ [claim]: {} })).toBe(401);
  });

  it('scope does not', async () => {
    expect(await withClaims({ scope: undefined })).toBe(200);
  });

  it.each(['"text"', '[]', 'null', '1', '', '{', '{"iss":', '\u0000'])(
    'not in a payload of %j',
    async (payload) => {
      expect(await statusOf(forge(header, payload))).toBe(401);
    },
  );
});

// #277
describe('aud', () => {
  it.each([
    [200, resource],
    [200, [resource]],
    [200, ['https://other.example', resource]],
    [401, 'https://other.example'],
    [401, ['https://other.example']],
    [401, `${resource}/`],
    [401, resource.toUpperCase()],
    [401, `${resource} https://other.example`],
    [401, []],
    [401, ['']],
    [401, ''],
    [401, 1],
    [401, true],
    [401, { [resource]: true }],
    [401, [resource, 1]],
    [401, [[resource]]],
  ])('%d for %j', async (status, aud) => {
    expect(await withClaims({ aud })).toBe(status);
  });

  // #190
  it('is needed even where other tokens may lack it', async () => {
    const validate = byJwt(options);
    for (const aud of [[], '', undefined])
      expect(await validate(forge(header, { ...claims, aud }), now)).toBeUndefined();
  });
});

// #277
describe('iss', () => {
  it.each([
    [200, issuer],
    [401, `${issuer}/`],
    [401, 'https://AUTH.example'],
    [401, 'http://auth.example'],
    [401, 'https://auth.example.attacker.example'],
    [401, 'https://auth.example@attacker.example'],
    [401, ''],
    [401, [issuer]],
    [401, 1],
  ])('%d for %j', async (status, iss) => {
    expect(await withClaims({ iss })).toBe(status);
  });
});

// #278
describe('times', () => {
  it.each([
    [200, 'exp', now + 1],
    [200, 'exp', now],
    [200, 'exp', now - 59],
    [401, 'exp', now - 60],
    [401, 'exp', now - 61],
    [401, 'exp', 0],
    [401, 'exp', -1],
    [401, 'exp', `${now + 60}`],
    [401, 'exp', [now + 60]],
    [200, 'nbf', now + 60],
    [401, 'nbf', now + 61],
    [401, 'nbf', 'soon'],
    [200, 'iat', now + 60],
    [401, 'iat', now + 61],
    [401, 'iat', now + 1e9],
    [401, 'iat', '0'],
    [200, 'iat', 0],
  ])('%d for %s of %j', async (status, claim, value) => {
    expect(await withClaims({ [claim]: value })).toBe(status);
  });

  it('are exact where no difference of clocks is accepted', async () => {
    const strict = { ...options, clockTolerance: 0 };
    const at = (exp: number) => statusOf(forge(header, { ...claims, exp }), strict);
    expect(await at(now + 1)).toBe(200);
    expect(await at(now)).toBe(401);
  });

  it('that have no end are none', async () => {
    const text = JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e999');
    expect(await statusOf(forge(header, text))).toBe(401);
  });
});

describe('the type of the token', () => {
  it.each([
    [200, 'at+jwt'],
    [200, 'AT+JWT'],
    [200, 'application/at+jwt'],
    [401, 'JWT'],
    [401, 'jwt'],
    [401, 'at+jwt '],
    [401, 'id+jwt'],
    [401, 'dpop+jwt'],
    [401, 'logout+jwt'],
    [401, 'text/at+jwt'],
    [401, ''],
    [401, undefined],
    [401, ['at+jwt']],
  ])('%d for %j: no ID token, no assertion', async (status, typ) => {
    expect(await statusOf(forge({ ...header, typ }))).toBe(status);
  });
});

it.each([
  // #193
  ['cnf', { cnf: { jkt: 'abc' } }],

  ['scopes as a list', { scope: ['read'] }],
  ['a subject that is a number', { sub: 1 }],
  ['a client that is a list', { client_id: ['app'] }],
])('%s is refused', async (_, more) => {
  expect(await withClaims(more)).toBe(401);
});

// [I3]
it('says what it claims', async () => {
  const all = { ...claims, scope: 'read write', acr: 'gold', 'https://api.example/team': 7 };
  expect(await byJwt(options)(forge(header, all), now)).toEqual({
    subject: 'alice',
    clientId: 'app',
    scopes: ['read', 'write'],
    audience: [resource],
    expiresAt: now + 60,
    claims: all,
  });
});

describe('a token that was revoked', () => {
  const ask = (isRevoked: () => boolean | Promise<boolean>) =>
    statusOf(forge(header), { ...options, isRevoked });

  it('is refused where somebody is asked', async () => {
    expect(await ask(() => true)).toBe(401);
    expect(await ask(() => Promise.resolve(true))).toBe(401);
    expect(await ask(() => false)).toBe(200);
  });

  it('closes the API when nobody knows', async () => {
    expect(await ask(() => Promise.reject(new Error('no connection')))).toBe(503);
  });
});
