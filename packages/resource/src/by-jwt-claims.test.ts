import { describe, expect, it } from 'vitest';
import { claims, forgeToken, header, issuer, jwks, now, getStatus } from '../test/forged-token.js';
import { resource } from '../test/issuer.js';
import { byJwt } from './jwt.js';

const options = { issuer, jwks };
const getStatusWith = (changed: object) => getStatus(forgeToken(header, { ...claims, ...changed }));

// #280
describe('byJwt, about a token that lacks a claim', () => {
  it.each(['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'])(
    'refuses it without %s',
    async (claim) => {
      expect(await getStatusWith({ [claim]: undefined })).toBe(401);
      expect(await getStatusWith({ [claim]: null })).toBe(401);
      expect(await getStatusWith({ [claim]: {} })).toBe(401);
    },
  );

  it('accepts it without scope', async () => {
    expect(await getStatusWith({ scope: undefined })).toBe(200);
  });

  it.each(['"text"', '[]', 'null', '1', '', '{', '{"iss":', '\u0000'])(
    'refuses it with a payload of %j',
    async (payload) => {
      expect(await getStatus(forgeToken(header, payload))).toBe(401);
    },
  );
});

// #277
describe('the audience of a JWT', () => {
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
  ])('answers with %d for %j', async (status, aud) => {
    expect(await getStatusWith({ aud })).toBe(status);
  });

  // #190
  it('is required even where opaque tokens may lack it', async () => {
    const validate = byJwt(options);
    for (const aud of [[], '', undefined])
      expect(await validate(forgeToken(header, { ...claims, aud }), now)).toBeUndefined();
  });
});

// #277
describe('the issuer of a JWT', () => {
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
  ])('answers with %d for %j', async (status, iss) => {
    expect(await getStatusWith({ iss })).toBe(status);
  });
});

// #278
describe('the times of a JWT', () => {
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
  ])('answer with %d for %s of %j', async (status, claim, value) => {
    expect(await getStatusWith({ [claim]: value })).toBe(status);
  });

  it('are exact with a clockTolerance of 0', async () => {
    const strict = { ...options, clockTolerance: 0 };
    const getStatusAt = (exp: number) => getStatus(forgeToken(header, { ...claims, exp }), strict);
    expect(await getStatusAt(now + 1)).toBe(200);
    expect(await getStatusAt(now)).toBe(401);
  });

  it('must be finite', async () => {
    const text = JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e999');
    expect(await getStatus(forgeToken(header, text))).toBe(401);
  });
});

describe('the typ of a JWT', () => {
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
  ])('answers with %d for %j, so that no ID token or assertion passes', async (status, typ) => {
    expect(await getStatus(forgeToken({ ...header, typ }))).toBe(status);
  });
});

it.each([
  // #193
  ['a cnf that binds it to a key', { cnf: { jkt: 'abc' } }],

  ['scopes as a list', { scope: ['read'] }],
  ['a subject that is a number', { sub: 1 }],
  ['a client that is a list', { client_id: ['app'] }],
])('byJwt refuses a token with %s', async (_, changed) => {
  expect(await getStatusWith(changed)).toBe(401);
});

// [I3]
it('byJwt returns everything that the token claims', async () => {
  const all = { ...claims, scope: 'read write', acr: 'gold', 'https://api.example/team': 7 };
  expect(await byJwt(options)(forgeToken(header, all), now)).toEqual({
    subject: 'alice',
    clientId: 'app',
    scopes: ['read', 'write'],
    audience: [resource],
    expiresAt: now + 60,
    claims: all,
  });
});

describe('byJwt with isRevoked', () => {
  const getStatusBy = (isRevoked: () => boolean | Promise<boolean>) =>
    getStatus(forgeToken(header), { ...options, isRevoked });

  it('refuses a token that was revoked', async () => {
    expect(await getStatusBy(() => true)).toBe(401);
    expect(await getStatusBy(() => Promise.resolve(true))).toBe(401);
    expect(await getStatusBy(() => false)).toBe(200);
  });

  it('answers 503 when the look-up fails', async () => {
    expect(await getStatusBy(() => Promise.reject(new Error('no connection')))).toBe(503);
  });
});
