import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePart, forgeToken, getStatus, header, signers } from '../test/forged-token.js';

const { ES256 } = signers;

// #275
describe('byJwt, about another serialization of a valid token', () => {
  const [protectedPart = '', payload = '', signature = ''] = forgeToken(header).split('.');
  const headerWithoutAlg = encodePart({ typ: 'at+jwt' });
  it.each([
    ['flattened', JSON.stringify({ protected: protectedPart, payload, signature })],
    ['general', JSON.stringify({ payload, signatures: [{ protected: protectedPart, signature }] })],
    [
      'unprotected alg',
      JSON.stringify({
        protected: headerWithoutAlg,
        header: { alg: 'none' },
        payload,
        signature: '',
      }),
    ],
  ])('refuses JSON of the kind %s', async (_, token) => {
    expect(await getStatus(token)).toBe(400);
    expect(await getStatus(encodePart(token))).toBe(401);
  });

  it.each([
    ['one part', protectedPart],
    ['two parts', `${protectedPart}.${payload}`],
    ['no signature', `${protectedPart}.${payload}.`],
    ['no payload', `${protectedPart}..${signature}`],
    ['no header', `.${payload}.${signature}`],
    ['dots only', '..'],
    ['four parts', `${protectedPart}.${payload}.${signature}.${signature}`],
    ['five parts, as an encrypted JWT has', `${protectedPart}.${payload}.${signature}.a.b`],
    ['header and payload swapped', `${payload}.${protectedPart}.${signature}`],
  ])('refuses a token with %s', async (_, token) => {
    expect(await getStatus(token)).toBe(401);
  });
});

// #281
describe('byJwt, about another spelling of a valid token', () => {
  const valid = forgeToken(header);
  const [protectedPart = '', payload = '', signature = ''] = valid.split('.');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

  it('accepts the canonical spelling', async () => {
    expect(await getStatus(valid)).toBe(200);
  });

  it.each([
    ['padding', `${valid}==`],
    ['less padding', `${valid}=`],
    ['padding inside', `${protectedPart}==.${payload}.${signature}`],
    ['a space', `${valid} `.replace('.', '. ')],
    ['a line end', `${valid}\n`.replace('.', '.\n')],
    ['%2E', valid.replace('.', '%2E')],
    ['one more character', `${valid}A`],
    ['one character less', valid.slice(0, -1)],
    ['four more characters', `${valid}AAAA`],
  ])('refuses it with %s', async (_, token) => {
    expect([400, 401]).toContain(await getStatus(token).catch(() => 400));
  });

  it('refuses it in the alphabet of base64', async () => {
    let token = valid;
    while (!/[-_][\w-]*$/.test(token.split('.')[2] ?? '')) token = forgeToken(header);
    const other = token.split('.');
    const standard = (other[2] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    expect(await getStatus([other[0], other[1], standard].join('.'))).toBe(401);
  });

  it('refuses it with other trailing bits, which decoders ignore', async () => {
    const last = alphabet.indexOf(valid.slice(-1));
    const others = Array.from(alphabet).filter(
      (_, index) => index >> 4 === last >> 4 && index !== last,
    );
    expect(others).toHaveLength(15);
    for (const other of others) expect(await getStatus(valid.slice(0, -1) + other)).toBe(401);
  });

  it('refuses it with any one character changed', async () => {
    const at = fc.nat(valid.length - 1);
    await fc.assert(
      fc.asyncProperty(
        at,
        fc.constantFrom(...Array.from(`${alphabet}.=`)),
        async (index, character) => {
          fc.pre(valid[index] !== character);
          const token = valid.slice(0, index) + character + valid.slice(index + 1);
          expect([400, 401]).toContain(await getStatus(token));
        },
      ),
      { numRuns: 150 },
    );
  });
});

// #283
describe('byJwt, about a token that is expensive to decode', () => {
  it('refuses a compressed payload', async () => {
    const bomb = deflateRawSync(Buffer.alloc(4_000_000)).toString('base64url');
    const input = `${encodePart({ ...header, zip: 'DEF' })}.${bomb}`;
    expect(await getStatus(`${input}.${ES256(input).toString('base64url')}`)).toBe(401);
  });

  it.each([
    { alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2c: 2 ** 31, p2s: 'AAAA' },
    { alg: 'RSA1_5', enc: 'A128CBC-HS256' },
    { alg: 'dir', enc: 'A256GCM', zip: 'DEF' },
  ])('refuses the encrypted token %j within a second', async (jwe) => {
    const start = performance.now();
    const part = randomBytes(32).toString('base64url');
    expect(await getStatus([encodePart(jwe), part, part, part, part].join('.'))).toBe(401);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
