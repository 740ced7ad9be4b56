import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type JsonWebKey,
} from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fixedKeys,
  issuer,
  getJti,
  jwtServer,
  decodeToken,
  type JwtServer,
} from '../test/jwt-server.js';
import { generateSigningKey } from './index.js';

const encodePart = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const inactive = { active: false };

// #199
it('introspection says everything about a JWT that the server issued', async () => {
  const { issueTokens, introspect, clock } = await jwtServer();
  const { access } = await issueTokens();
  expect(await introspect(access)).toEqual({
    active: true,
    scope: 'read',
    client_id: 'app',
    token_type: 'Bearer',
    iat: clock.nowMs() / 1000,
    exp: clock.nowMs() / 1000 + 3600,
    sub: 'alice',
    aud: ['https://api.example'],
    iss: issuer,
  });
  clock.advance(3599);
  expect(await introspect(access)).toMatchObject({ active: true });
  clock.advance(1);
  expect(await introspect(access)).toEqual(inactive);
});

// #199
describe('a forged token with the jti of a valid one', () => {
  const attacker = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signByAttacker = (input: string, key = attacker.privateKey) =>
    sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');

  it.each<[string, (token: string, server: JwtServer) => string | Promise<string>]>([
    ['with claims of the attacker', (token) => withClaims(token, { sub: 'admin' })],
    ['with more scope', (token) => withClaims(token, { scope: 'admin' })],
    ['with a later expiry', (token) => withClaims(token, { exp: 4_000_000_000 })],
    ['without signature', (token) => token.replace(/[^.]*$/, '')],
    ['with half of the signature', (token) => token.slice(0, -43)],
    ['with a signature of zeros', (token) => token.replace(/[^.]*$/, 'A'.repeat(86))],
    ['with other trailing bits, which decoders ignore', (token) => changeTrailingBits(token)],
    ['with padding', (token) => `${token}==`],
    [
      'with alg none',
      (token) => `${encodePart({ alg: 'none', typ: 'at+jwt' })}.${token.split('.')[1] ?? ''}.`,
    ],
    ['signed by another key', (token) => resign(token, {}, signByAttacker)],
    [
      'signed by another key that it carries',
      (token) =>
        resign(token, { jwk: attacker.publicKey.export({ format: 'jwk' }) }, signByAttacker),
    ],
    [
      'signed by another key without kid',
      (token) => resign(token, { kid: undefined }, signByAttacker),
    ],
    // #271
    [
      'signed with the public key as an HMAC secret',
      async (token, { keys }) => {
        const [jwk] = await keys.getPublicKeys(0);
        const key = createPublicKey({ key: publicJwk(jwk), format: 'jwk' });
        const pem = key.export({ type: 'spki', format: 'pem' });
        return resign(token, { alg: 'HS256' }, (input) =>
          createHmac('sha256', pem).update(input).digest('base64url'),
        );
      },
    ],

    ['of another typ', (token) => resign(token, { typ: 'JWT' }, signByAttacker)],
    [
      'in JSON serialization',
      (token) =>
        JSON.stringify({
          payload: token.split('.')[1],
          protected: token.split('.')[0],
          signature: token.split('.')[2],
        }),
    ],
    ['that consists of the jti only', (token) => getJti(token)],
  ])('is inactive %s', async (_, change) => {
    const server = await jwtServer();
    const { access } = await server.issueTokens();
    expect(await server.introspect(await change(access, server))).toEqual(inactive);
    expect(await server.introspect(access)).toMatchObject({ active: true });
  });

  // #224
  it('is inactive from another issuer that shares the keys', async () => {
    const key = await generateSigningKey('ES256', 0);
    const [one, two] = [
      await jwtServer({ tokens: { keys: await fixedKeys(key) } }),
      await jwtServer({
        tokens: { keys: await fixedKeys(key) },
        server: { issuer: 'https://other.example' },
      }),
    ];
    expect(await one.introspect((await two.issueTokens()).access)).toEqual(inactive);
  });

  it('is inactive once its record is revoked', async () => {
    const { issueTokens, introspect, store } = await jwtServer();
    const { access } = await issueTokens();
    await store.revoke({ subject: 'alice' });
    expect(await introspect(access)).toEqual(inactive);
  });

  it('is inactive with any one character changed', async () => {
    const { issueTokens, introspect } = await jwtServer();
    const { access } = await issueTokens();
    const characters = Array.from(
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/~',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.nat(access.length - 1),
        fc.constantFrom(...characters),
        async (index, character) => {
          fc.pre(access[index] !== character);
          expect(
            await introspect(access.slice(0, index) + character + access.slice(index + 1)),
          ).toEqual(inactive);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is inactive, whatever its text is', async () => {
    const { introspect } = await jwtServer();
    const part = fc.oneof(
      fc.base64String(),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 5 }), async (parts) => {
        const token = parts.join('.');
        fc.pre(token !== '');
        expect(await introspect(token)).toEqual(inactive);
      }),
    );
  });
});

describe('a token whose alg is not that of its key', () => {
  it.each(['HS256', 'RS256', 'EdDSA', 'ES384', 'none', '__proto__', ''])(
    'is inactive with alg %j',
    async (alg) => {
      const { issueTokens, introspect } = await jwtServer();
      const { access } = await issueTokens();
      const [, payload = '', signature = ''] = access.split('.');
      const header = encodePart({ ...decodeToken(access).header, alg });
      expect(await introspect(`${header}.${payload}.${signature}`)).toEqual(inactive);
    },
  );

  it('is inactive with the kid of another key of the ring', async () => {
    const [ec, secret] = [
      await generateSigningKey('ES256', 0),
      await generateSigningKey('HS256', 1),
    ];
    const { issueTokens, introspect } = await jwtServer({
      tokens: { keys: await fixedKeys(ec, secret) },
    });
    const { access } = await issueTokens();
    expect(decodeToken(access).header).toMatchObject({ alg: 'HS256' });
    expect(await introspect(access)).toMatchObject({ active: true });
    const [, payload = '', signature = ''] = access.split('.');
    for (const header of [
      { alg: 'HS256', kid: ec.jwk.kid, typ: 'at+jwt' },
      { alg: 'ES256', kid: secret.jwk.kid, typ: 'at+jwt' },
    ])
      expect(await introspect(`${encodePart(header)}.${payload}.${signature}`)).toEqual(inactive);
  });
});

function withClaims(token: string, claims: object): string {
  const [header = '', , signature = ''] = token.split('.');
  return `${header}.${encodePart({ ...decodeToken(token).claims, ...claims })}.${signature}`;
}

function resign(token: string, header: object, signer: (input: string) => string): string {
  const [, payload = ''] = token.split('.');
  const input = `${encodePart({ ...decodeToken(token).header, ...header })}.${payload}`;
  return `${input}.${signer(input)}`;
}

/** The last character of a signature of 64 bytes has four bits that decoders ignore. */
function changeTrailingBits(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, -1) + (alphabet[alphabet.indexOf(token.slice(-1)) + 1] ?? '');
}

function publicJwk(jwk: object | undefined): JsonWebKey {
  return { ...jwk };
}
