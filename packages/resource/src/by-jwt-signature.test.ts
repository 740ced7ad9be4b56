import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { claims, ec, forgeToken, header, signers, getStatus } from '../test/forged-token.js';

const { ES256, EdDSA } = signers;
const order = {
  n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  l: 2n ** 252n + 27742317777372353535851937790883648493n,
};
const toBytes = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const ed25519 = { alg: 'EdDSA', typ: 'at+jwt', kid: 'ed' };

// #284
describe('byJwt, about a signature that no key of the issuer made', () => {
  it.each([
    ['r and s of 0', Buffer.alloc(64)],
    ['r and s equal to the order', Buffer.concat([toBytes(order.n), toBytes(order.n)])],
    ['r of 0', Buffer.concat([toBytes(0n), toBytes(1n)])],
    ['s of 0', Buffer.concat([toBytes(1n), toBytes(0n)])],
    ['all bits set', Buffer.alloc(64, 0xff)],
    ['63 bytes', Buffer.alloc(63, 1)],
    ['96 bytes', Buffer.alloc(96, 1)],
  ])('refuses it on P-256 with %s', async (_, signature) => {
    expect(await getStatus(forgeToken(header, claims, () => signature))).toBe(401);
  });

  it('refuses it on P-256 in DER', async () => {
    const token = forgeToken(header, claims, (input) =>
      sign('sha256', Buffer.from(input), ec.privateKey),
    );
    expect(await getStatus(token)).toBe(401);
  });

  it.each(['secp256k1', 'P-384', 'P-521'])('refuses it on %s', async (namedCurve) => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve });
    expect(await getStatus(forgeToken(header, claims, (input) => ES256(input, privateKey)))).toBe(
      401,
    );
  });

  it.each([
    ['the identity', Buffer.concat([Buffer.from([1]), Buffer.alloc(63)])],
    ['zeros only', Buffer.alloc(64)],
    [
      'a point of order 8',
      Buffer.concat([
        Buffer.from('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'hex'),
        Buffer.alloc(32),
      ]),
    ],
    [
      'a point of order 2',
      Buffer.concat([Buffer.from(`ec${'ff'.repeat(30)}7f`, 'hex'), Buffer.alloc(32)]),
    ],
  ])('refuses it on Ed25519 with a point of small order: %s', async (_, signature) => {
    expect(await getStatus(forgeToken(ed25519, claims, () => signature))).toBe(401);
  });

  it('refuses it on Ed25519 with the order added to s', async () => {
    const token = forgeToken(ed25519, claims, (input) => {
      const signature = EdDSA(input);
      const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`);
      return Buffer.concat([signature.subarray(0, 32), toBytes(s + order.l).reverse()]);
    });
    expect(await getStatus(token)).toBe(401);
  });
});
