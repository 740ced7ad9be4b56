import { generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';
import type { JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { generateSigningKey, keyRing, type StoredKey } from './index.js';

const now = 2_000_000_000;

function singleKey(jwk: object): StoredKey[] {
  return [{ jwk: { kid: 'k', ...jwk }, activeFrom: now }];
}

const toJwk = ({ privateKey }: KeyPairKeyObjectResult): JWK => privateKey.export({ format: 'jwk' });
const ecJwk = (namedCurve: string) => toJwk(generateKeyPairSync('ec', { namedCurve }));
const rsaJwk = (modulusLength: number) => toJwk(generateKeyPairSync('rsa', { modulusLength }));

const ec = ecJwk('P-256');
const ed = toJwk(generateKeyPairSync('ed25519'));
const rsa = rsaJwk(2048);
const oct = { kty: 'oct', k: Buffer.alloc(32, 1).toString('base64url') };

describe('a key ring that loads its keys', () => {
  it('loads them once a minute', async () => {
    let loads = 0;
    const key = await generateSigningKey('ES256', 0);
    const ring = keyRing({
      load() {
        loads += 1;
        return [key];
      },
    });
    const useKeys = (at: number) =>
      Promise.all([ring.getSigningKey(at), ring.findKey(key.jwk.kid, at), ring.getPublicKeys(at)]);
    for (const at of [now, now + 59]) await useKeys(at);
    expect(loads).toBe(1);
    await useKeys(now + 60);
    expect(loads).toBe(2);
    // A clock that is set back must not prolong the interval.
    await useKeys(now - 3600);
    expect(loads).toBe(3);
  });

  it('keeps its keys when loading fails, reports the error, and tries again', async () => {
    const key = await generateSigningKey('ES256', 0);
    const errors: unknown[] = [];
    const failure = new Error('no connection');
    let fails = false;
    let loads = 0;
    const ring = keyRing({
      load() {
        loads += 1;
        if (fails) throw failure;
        return [key];
      },
      onError: (error) => errors.push(error),
    });
    const { kid } = await ring.getSigningKey(now);
    fails = true;
    for (const at of [now + 60, now + 119, now + 120, now + 9999])
      expect((await ring.getSigningKey(at)).kid).toBe(kid);
    expect([errors.length, loads]).toEqual([3, 4]);
    expect(errors[0]).toBe(failure);
    fails = false;
    expect((await ring.getSigningKey(now + 99_999)).kid).toBe(kid);
    expect(errors).toHaveLength(3);
  });

  it('tries again at once when the first load fails', async () => {
    let fails = true;
    const key = await generateSigningKey('ES256', 0);
    const ring = keyRing({
      load: () => (fails ? Promise.reject(new Error('no connection')) : [key]),
    });
    await expect(ring.getSigningKey(now)).rejects.toThrow('no connection');
    fails = false;
    expect((await ring.getSigningKey(now)).kid).toBe(key.jwk.kid);
  });

  it('loads them early for an unknown kid, but at most every 5 s', async () => {
    let loads = 0;
    const stored = [await generateSigningKey('ES256', 0)];
    const ring = keyRing({
      load() {
        loads += 1;
        return stored;
      },
    });
    await ring.getSigningKey(now);
    const next = await generateSigningKey('ES256', now + 1);
    stored.push(next);
    expect(await ring.findKey(next.jwk.kid, now + 4)).toBeUndefined();
    expect(await ring.findKey(next.jwk.kid, now + 5)).toMatchObject({ kid: next.jwk.kid });
    expect(loads).toBe(2);
    for (let count = 0; count < 100; count += 1) await ring.findKey(`unknown-${count}`, now + 9);
    expect(await ring.findKey(undefined, now + 19)).toBeUndefined();
    expect(loads).toBe(2);
  });

  it('rejects for an unknown kid when loading fails, instead of calling it unknown', async () => {
    const key = await generateSigningKey('ES256', 0);
    let fails = false;
    const ring = keyRing({ load: () => (fails ? Promise.reject(new Error('down')) : [key]) });
    await ring.getSigningKey(now);
    fails = true;
    expect(await ring.findKey(key.jwk.kid, now + 60)).toMatchObject({ kid: key.jwk.kid });
    await expect(ring.findKey('of another node', now + 60)).rejects.toThrow('could not be loaded');
    fails = false;
    expect(await ring.findKey('of another node', now + 65)).toBeUndefined();
  });

  it('loads them once for simultaneous calls', async () => {
    const key = await generateSigningKey('ES256', 0);
    let loads = 0;
    let finishLoading: (keys: StoredKey[]) => void = () => undefined;
    const ring = keyRing({
      load() {
        loads += 1;
        return new Promise((resolve) => (finishLoading = resolve));
      },
    });
    const waiting = [
      ring.getSigningKey(now),
      ring.getSigningKey(now + 100),
      ring.findKey(key.jwk.kid, now),
    ];
    finishLoading([key]);
    for (const found of await Promise.all(waiting)) expect(found?.kid).toBe(key.jwk.kid);
    expect(loads).toBe(1);
  });

  it('applies a changed activeFrom of a key', async () => {
    const first = await generateSigningKey('ES256', 0);
    let next = await generateSigningKey('ES256', now + 30);
    const ring = keyRing({ load: () => [first, next] });
    expect((await ring.getSigningKey(now)).kid).toBe(first.jwk.kid);
    next = { ...next, activeFrom: now + 3600 };
    expect((await ring.getSigningKey(now + 60)).kid).toBe(first.jwk.kid);
    expect((await ring.getSigningKey(now + 3600)).kid).toBe(next.jwk.kid);
  });

  it('imports a key again that was replaced under its kid', async () => {
    let keys = singleKey({ ...ec, alg: 'ES256' });
    const ring = keyRing({ load: () => keys });
    const [before] = await ring.getPublicKeys(now);
    keys = singleKey({ ...ecJwk('P-256'), alg: 'ES256' });
    const [after] = await ring.getPublicKeys(now + 60);
    expect(after).toMatchObject({ kid: 'k' });
    expect(after?.x).not.toBe(before?.x);
  });
});

describe('a key ring with a key that must not sign', () => {
  it.each<[string, () => StoredKey[], string]>([
    ['no key', () => [], 'No signing key is active'],
    [
      'no key that is active yet',
      () => [{ jwk: { ...ec, kid: 'k', alg: 'ES256' }, activeFrom: now + 1 }],
      'No signing key is active',
    ],
    [
      'a key without kid',
      () => singleKey({ ...ec, alg: 'ES256', kid: undefined }),
      'needs kid and alg',
    ],
    [
      'a key with an empty kid',
      () => singleKey({ ...ec, alg: 'ES256', kid: '' }),
      'needs kid and alg',
    ],
    ['a key without alg', () => singleKey(ec), 'needs kid and alg'],
    [
      'a key without activeFrom',
      () => [{ jwk: { ...ec, kid: 'k', alg: 'ES256' }, activeFrom: NaN }],
      'needs activeFrom in epoch seconds',
    ],
    [
      'two keys with one kid',
      () => [...singleKey({ ...ec, alg: 'ES256' }), ...singleKey({ ...ed, alg: 'EdDSA' })],
      'Two signing keys have the kid k',
    ],
    ['a public key', () => singleKey({ ...ec, d: undefined, alg: 'ES256' }), 'must be private'],
    [
      'a key of another curve',
      () => singleKey({ ...ecJwk('P-384'), alg: 'ES256' }),
      'cannot sign with ES256',
    ],
    [
      'a key of the curve secp256k1',
      () => singleKey({ ...ecJwk('secp256k1'), alg: 'ES256' }),
      'cannot sign with ES256',
    ],
    [
      'a key of another key type',
      () => singleKey({ ...rsa, alg: 'ES256' }),
      'cannot sign with ES256',
    ],
    ['an EC key for HMAC', () => singleKey({ ...ec, alg: 'HS256' }), 'cannot sign with HS256'],
    ['a secret for ECDSA', () => singleKey({ ...oct, alg: 'ES256' }), 'cannot sign with ES256'],
    // #287
    ['a key with alg none', () => singleKey({ ...ec, alg: 'none' }), 'cannot sign with none'],

    [
      'a key with an unsupported alg',
      () => singleKey({ ...rsa, alg: 'RS512' }),
      'cannot sign with RS512',
    ],
    // #223
    [
      'an RSA key below 2048 bits',
      () => singleKey({ ...rsaJwk(1024), alg: 'RS256' }),
      'at least 2048 bits',
    ],
    // #286
    ['an empty secret', () => singleKey({ kty: 'oct', k: '', alg: 'HS256' }), 'at least 32 bytes'],
    [
      'a short secret',
      () => singleKey({ kty: 'oct', k: 'YWJj', alg: 'HS256' }),
      'at least 32 bytes',
    ],
    [
      'a secret of 31 bytes',
      () => singleKey({ kty: 'oct', k: Buffer.alloc(31).toString('base64url'), alg: 'HS256' }),
      'at least 32 bytes',
    ],
  ])('rejects, given %s', async (_, load, message) => {
    const ring = keyRing({ load });
    await expect(ring.getSigningKey(now)).rejects.toThrow(message);
    await expect(ring.getSigningKey(now)).rejects.not.toThrow(/"d"|AQEB/);
  });
});

it.each([
  [{ reloadInterval: 0 }, 'reloadInterval'],
  [{ reloadInterval: NaN }, 'reloadInterval'],
  [{ retiredKeyLifetime: 0 }, 'retiredKeyLifetime'],
  [{ retiredKeyLifetime: -1 }, 'retiredKeyLifetime'],
])('keyRing throws a RangeError for %j', (options, name) => {
  expect(() => keyRing({ load: () => [], ...options })).toThrow(name);
});
