import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  claims,
  ec,
  encodePart,
  forgeToken,
  header,
  issuer,
  jwks,
  now,
  rsa,
  secret,
  signers,
  getStatus,
} from '../test/forged-token.js';
import { byJwt } from './jwt.js';

const { ES256, EdDSA, RS256, PS256, HS256 } = signers;
const kids = { ES256: 'ec', EdDSA: 'ed', RS256: 'rsa', PS256: 'rsa-pss', HS256: undefined };
type Algorithm = keyof typeof kids;
const headerFor = (alg: Algorithm) => ({ alg, typ: 'at+jwt', kid: kids[alg] });

describe('byJwt, about a token signed by the issuer', () => {
  it.each<[Algorithm, (input: string) => Buffer]>([
    ['ES256', (input) => ES256(input)],
    ['EdDSA', (input) => EdDSA(input)],
    ['RS256', RS256],
    ['PS256', PS256],
  ])('accepts a signature of %s', async (alg, signer) => {
    expect(await getStatus(forgeToken(headerFor(alg), claims, signer))).toBe(200);
  });

  it('accepts HS256 only where the secret is configured', async () => {
    const token = forgeToken(headerFor('HS256'), claims, (input) => HS256(input));
    expect(await getStatus(token, { issuer, secret })).toBe(200);
    expect(await getStatus(token)).toBe(401);
    expect(await getStatus(forgeToken(header), { issuer, secret })).toBe(401);
  });

  it('accepts a token without kid when one key fits', async () => {
    expect(await getStatus(forgeToken({ ...header, kid: undefined }))).toBe(200);
  });
});

describe('byJwt, about a header that valid tokens have', () => {
  it('refuses other tokens with it, although its key is cached', async () => {
    for (const alg of ['ES256', 'EdDSA', 'RS256', 'PS256'] as const) {
      const validate = byJwt({ issuer, jwks });
      const signer = signers[alg];
      const valid = forgeToken(headerFor(alg), claims, (input) => signer(input));
      for (let count = 0; count < 3; count += 1) expect(await validate(valid, now)).toBeDefined();
      const [head = '', payload = '', signature = ''] = valid.split('.');
      const otherPayload = encodePart({ ...claims, sub: 'mallory' });
      for (const token of [
        `${head}.${otherPayload}.${signature}`,
        `${head}.${payload}.${signature.replace(/^../, (two) => (two === 'AA' ? 'BB' : 'AA'))}`,
        forgeToken({ ...headerFor(alg), alg: 'none' }, claims, () => ''),
        forgeToken(headerFor(alg), { ...claims, exp: now - 61 }, (input) => signer(input)),
        forgeToken(headerFor(alg), { ...claims, iss: `${issuer}/` }, (input) => signer(input)),
      ])
        expect(await validate(token, now)).toBeUndefined();
    }
  });
});

const publicKeys = {
  'SPKI PEM': ec.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  'SPKI PEM without its last line end': ec.publicKey
    .export({ type: 'spki', format: 'pem' })
    .toString()
    .trimEnd(),
  'SPKI DER': ec.publicKey.export({ type: 'spki', format: 'der' }),
  'RSA PEM': rsa.publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  'RSA DER': rsa.publicKey.export({ type: 'pkcs1', format: 'der' }),
  'RSA SPKI PEM': rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  JWK: JSON.stringify(jwks.keys[0]),
  'JWK Set': JSON.stringify(jwks),
  'the x coordinate': Buffer.from(String(jwks.keys[0]?.x), 'base64url'),
  'the Ed25519 key': Buffer.from(String(jwks.keys[1]?.x), 'base64url'),
  'an empty key': '',
};

// #271
describe('byJwt, about an HMAC keyed with the public key', () => {
  it.each(Object.entries(publicKeys))('refuses it, the key as %s', async (_, key) => {
    for (const kid of ['ec', 'ed', 'rsa', undefined])
      for (const alg of ['HS256', 'HS384', 'HS512']) {
        const token = forgeToken({ alg, typ: 'at+jwt', kid }, claims, (input) => HS256(input, key));
        expect(await getStatus(token)).toBe(401);
      }
  });
});

describe('byJwt, about an alg that is not that of the key', () => {
  const algorithms = Object.entries({ ES256, EdDSA, RS256, PS256, HS256 });
  const pairs = algorithms.flatMap(([named]) =>
    algorithms.flatMap(([used, signer]) =>
      named === used ? [] : [[named, used, signer] as const],
    ),
  );
  it.each(pairs)('refuses a token that names %s and is signed with %s', async (alg, _, signer) => {
    for (const kid of ['ec', 'ed', 'rsa', 'rsa-pss', undefined]) {
      const token = forgeToken({ alg, typ: 'at+jwt', kid }, claims, (input) => signer(input));
      expect(await getStatus(token)).toBe(401);
    }
  });

  // #283 #287
  it.each([
    'none',
    'None',
    'NONE',
    'nOnE',
    '',
    ' ',
    'es256',
    'ES256 ',
    'ES384',
    'ES512',
    'ES256K',
    'RS1',
    'RS512',
    'Ed448',
    'RSA1_5',
    'dir',
    'A128KW',
    'PBES2-HS256+A128KW',
    '__proto__',
    'constructor',
  ])('refuses the algorithm %j', async (alg) => {
    for (const signer of [ES256, () => '', () => 'AAAA'])
      expect(
        await getStatus(forgeToken({ ...header, alg }, claims, (input) => signer(input))),
      ).toBe(401);
  });

  // #287
  it.each([undefined, null, 1, ['ES256'], { alg: 'ES256' }, true])(
    'refuses %j as an algorithm',
    async (alg) => {
      expect(await getStatus(forgeToken({ ...header, alg }))).toBe(401);
    },
  );

  // #287
  it('refuses an algorithm that the options do not allow', async () => {
    expect(await getStatus(forgeToken(header), { issuer, jwks, algorithms: ['EdDSA'] })).toBe(401);
    expect(await getStatus(forgeToken(header), { issuer, jwks, algorithms: ['ES256'] })).toBe(200);
  });
});

// #272
describe('byJwt, about a key that the token carries', () => {
  const attackerKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = attackerKey.publicKey.export({ format: 'jwk' });
  it.each([
    ['jwk', { jwk }],
    ['jwk with the kid of the issuer’s key', { jwk: { ...jwk, kid: 'ec' } }],
    ['jku', { jku: 'http://127.0.0.1:9/jwks' }],
    ['x5u', { x5u: 'http://127.0.0.1:9/cert' }],
    [
      'x5c',
      { x5c: [attackerKey.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')] },
    ],
    ['a kid that is a path', { kid: '../../../../dev/null' }],
    ['a kid that is a query', { kid: "' OR 1=1 --" }],
    ['a kid that is a property of prototypes', { kid: '__proto__' }],
    ['a kid that is an object', { kid: { ec: true } }],
    ['a kid that is a list', { kid: ['ec'] }],
  ])('refuses a key given as %s', async (_, more) => {
    for (const kid of ['ec', 'attacker', undefined]) {
      const token = forgeToken({ ...header, kid, ...more }, claims, (input) =>
        ES256(input, attackerKey.privateKey),
      );
      expect(await getStatus(token)).toBe(401);
    }
  });
});

// #274
describe('byJwt, about a critical header parameter', () => {
  it.each([
    { crit: ['bork'], bork: true },
    { crit: [] },
    { crit: ['exp'], exp: now + 60 },
    { crit: 'b64' },
    { crit: ['b64'], b64: false },
    { crit: ['alg'] },
    { crit: [''] },
    { crit: [1] },
    { crit: null },
  ])('refuses the header %j', async (more) => {
    expect(await getStatus(forgeToken({ ...header, ...more }))).toBe(401);
  });

  it('refuses an unencoded payload', async () => {
    const input = `${encodePart({ ...header, crit: ['b64'], b64: false })}.${JSON.stringify(claims).replaceAll('.', '')}`;
    expect(await getStatus(`${input}.${ES256(input).toString('base64url')}`)).toBe(400);
  });
});
