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
  jtiOf,
  jwtServer,
  partsOf,
  type JwtServer,
} from '../test/jwt-server.js';
import { generateSigningKey } from './index.js';

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const inactive = { active: false };

// #199
it('a token that the server made is active', async () => {
  const { issue, ask, clock } = await jwtServer();
  const { access } = await issue();
  expect(await ask(access)).toEqual({
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
  expect(await ask(access)).toMatchObject({ active: true });
  clock.advance(1);
  expect(await ask(access)).toEqual(inactive);
});

// #199
describe('a token with the jti of a good one', () => {
  const attacker = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signed = (input: string, key = attacker.privateKey) =>
    sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');

  it.each<[string, (token: string, server: JwtServer) => string | Promise<string>]>([
    ['and claims of the attacker’s', (token) => withClaims(token, { sub: 'admin' })],
    ['and more scope', (token) => withClaims(token, { scope: 'admin' })],
    ['and a later end', (token) => withClaims(token, { exp: 4_000_000_000 })],
    ['and no signature', (token) => token.replace(/[^.]*$/, '')],
    ['and half of the signature', (token) => token.slice(0, -43)],
    ['and a signature of zeros', (token) => token.replace(/[^.]*$/, 'A'.repeat(86))],
    ['and a signature in other bits that mean nothing', (token) => respelt(token)],
    ['and padding', (token) => `${token}==`],
    [
      'unsigned',
      (token) => `${encode({ alg: 'none', typ: 'at+jwt' })}.${token.split('.')[1] ?? ''}.`,
    ],
    ['signed by another key', (token) => resigned(token, {}, signed)],
    [
      'signed by another key that it brings',
      (token) => resigned(token, { jwk: attacker.publicKey.export({ format: 'jwk' }) }, signed),
    ],
    ['signed by another key of no name', (token) => resigned(token, { kid: undefined }, signed)],
    // #271
    [
      'signed with the public key as a secret',
      async (token, { keys }) => {
        const [jwk] = await keys.published(0);
        const key = createPublicKey({ key: publicJwk(jwk), format: 'jwk' });
        const pem = key.export({ type: 'spki', format: 'pem' });
        return resigned(token, { alg: 'HS256' }, (input) =>
          createHmac('sha256', pem).update(input).digest('base64url'),
        );
      },
    ],

    ['of another type', (token) => resigned(token, { typ: 'JWT' }, signed)],
    [
      'as JSON',
      (token) =>
        JSON.stringify({
          payload: token.split('.')[1],
          protected: token.split('.')[0],
          signature: token.split('.')[2],
        }),
    ],
    ['alone', (token) => jtiOf(token)],
  ])('%s', async (_, change) => {
    const server = await jwtServer();
    const { access } = await server.issue();
    expect(await server.ask(await change(access, server))).toEqual(inactive);
    expect(await server.ask(access)).toMatchObject({ active: true });
  });

  // #224
  it('from another issuer with the same keys', async () => {
    const key = await generateSigningKey('ES256', 0);
    const [one, two] = [
      await jwtServer({ tokens: { keys: await fixedKeys(key) } }),
      await jwtServer({
        tokens: { keys: await fixedKeys(key) },
        server: { issuer: 'https://other.example' },
      }),
    ];
    expect(await one.ask((await two.issue()).access)).toEqual(inactive);
  });

  it('that is not in the store any more', async () => {
    const { issue, ask, store } = await jwtServer();
    const { access } = await issue();
    await store.revoke({ subject: 'alice' });
    expect(await ask(access)).toEqual(inactive);
  });

  it('changed in any one place', async () => {
    const { issue, ask } = await jwtServer();
    const { access } = await issue();
    const characters = Array.from(
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/~',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.nat(access.length - 1),
        fc.constantFrom(...characters),
        async (at, one) => {
          fc.pre(access[at] !== one);
          expect(await ask(access.slice(0, at) + one + access.slice(at + 1))).toEqual(inactive);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('of any text', async () => {
    const { ask } = await jwtServer();
    const part = fc.oneof(
      fc.base64String(),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 5 }), async (parts) => {
        const token = parts.join('.');
        fc.pre(token !== '');
        expect(await ask(token)).toEqual(inactive);
      }),
    );
  });
});

describe('an algorithm that is not the key’s', () => {
  it.each(['HS256', 'RS256', 'EdDSA', 'ES384', 'none', '__proto__', ''])('%j', async (alg) => {
    const { issue, ask } = await jwtServer();
    const { access } = await issue();
    const [, payload = '', signature = ''] = access.split('.');
    const header = encode({ ...partsOf(access).header, alg });
    expect(await ask(`${header}.${payload}.${signature}`)).toEqual(inactive);
  });

  it('of one key of the ring with the name of another', async () => {
    const [ec, secret] = [
      await generateSigningKey('ES256', 0),
      await generateSigningKey('HS256', 1),
    ];
    const { issue, ask } = await jwtServer({ tokens: { keys: await fixedKeys(ec, secret) } });
    const { access } = await issue();
    expect(partsOf(access).header).toMatchObject({ alg: 'HS256' });
    expect(await ask(access)).toMatchObject({ active: true });
    const [, payload = '', signature = ''] = access.split('.');
    for (const header of [
      { alg: 'HS256', kid: ec.jwk.kid, typ: 'at+jwt' },
      { alg: 'ES256', kid: secret.jwk.kid, typ: 'at+jwt' },
    ])
      expect(await ask(`${encode(header)}.${payload}.${signature}`)).toEqual(inactive);
  });
});

function withClaims(token: string, claims: object): string {
  const [header = '', , signature = ''] = token.split('.');
  return `${header}.${encode({ ...partsOf(token).claims, ...claims })}.${signature}`;
}

function resigned(token: string, header: object, signer: (input: string) => string): string {
  const [, payload = ''] = token.split('.');
  const input = `${encode({ ...partsOf(token).header, ...header })}.${payload}`;
  return `${input}.${signer(input)}`;
}

/** The last character of a signature of 64 bytes has four bits that nobody reads. */
function respelt(token: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, -1) + (alphabet[alphabet.indexOf(token.slice(-1)) + 1] ?? '');
}

function publicJwk(jwk: object | undefined): JsonWebKey {
  return { ...jwk };
}
