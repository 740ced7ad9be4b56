import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { claims, ec, forge, header, signers, statusOf } from '../test/forge.js';

const { ES256, EdDSA } = signers;
const order = {
  n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  l: 2n ** 252n + 27742317777372353535851937790883648493n,
};
const bytes = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
const ed25519 = { alg: 'EdDSA', typ: 'at+jwt', kid: 'ed' };

// #284
describe('a signature that no key made', () => {
  it.each([
    ['r and s of nothing', Buffer.alloc(64)],
    ['r and s of the order', Buffer.concat([bytes(order.n), bytes(order.n)])],
    ['r of nothing', Buffer.concat([bytes(0n), bytes(1n)])],
    ['s of nothing', Buffer.concat([bytes(1n), bytes(0n)])],
    ['all ones', Buffer.alloc(64, 0xff)],
    ['a short one', Buffer.alloc(63, 1)],
    ['a long one', Buffer.alloc(96, 1)],
  ])('on P-256: %s', async (_, signature) => {
    expect(await statusOf(forge(header, claims, () => signature))).toBe(401);
  });

  it('on P-256: in DER', async () => {
    const token = forge(header, claims, (input) =>
      sign('sha256', Buffer.from(input), ec.privateKey),
    );
    expect(await statusOf(token)).toBe(401);
  });

  it.each(['secp256k1', 'P-384', 'P-521'])('on %s', async (namedCurve) => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve });
    expect(await statusOf(forge(header, claims, (input) => ES256(input, privateKey)))).toBe(401);
  });

  it.each([
    ['the identity', Buffer.concat([Buffer.from([1]), Buffer.alloc(63)])],
    ['zeros', Buffer.alloc(64)],
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
  ])('on Ed25519: of small order, %s', async (_, signature) => {
    expect(await statusOf(forge(ed25519, claims, () => signature))).toBe(401);
  });

  it('on Ed25519: with s made larger by the order', async () => {
    const token = forge(ed25519, claims, (input) => {
      const signature = EdDSA(input);
      const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`);
      return Buffer.concat([signature.subarray(0, 32), bytes(s + order.l).reverse()]);
    });
    expect(await statusOf(token)).toBe(401);
  });
});
