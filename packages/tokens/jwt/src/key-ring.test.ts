import { generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';
import type { JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { generateSigningKey, keyRing, type StoredKey } from './index.js';

const now = 2_000_000_000;

function only(jwk: object): StoredKey[] {
  return [{ jwk: { kid: 'k', ...jwk }, activeFrom: now }];
}

const jwk = ({ privateKey }: KeyPairKeyObjectResult): JWK => privateKey.export({ format: 'jwk' });
const ecJwk = (namedCurve: string) => jwk(generateKeyPairSync('ec', { namedCurve }));
const rsaJwk = (modulusLength: number) => jwk(generateKeyPairSync('rsa', { modulusLength }));

const ec = ecJwk('P-256');
const ed = jwk(generateKeyPairSync('ed25519'));
const rsa = rsaJwk(2048);
const oct = { kty: 'oct', k: Buffer.alloc(32, 1).toString('base64url') };

describe('loading', () => {
  it('is done once a minute', async () => {
    let loads = 0;
    const key = await generateSigningKey('ES256', 0);
    const ring = keyRing({
      load() {
        loads += 1;
        return [key];
      },
    });
    const ask = (at: number) =>
      Promise.all([ring.signingKey(at), ring.find(key.jwk.kid, at), ring.published(at)]);
    for (const at of [now, now + 59]) await ask(at);
    expect(loads).toBe(1);
    await ask(now + 60);
    expect(loads).toBe(2);
    // A clock that was set back is no reason to keep them.
    await ask(now - 3600);
    expect(loads).toBe(3);
  });

  it('that fails keeps the keys that are there, says so, and is tried again', async () => {
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
    const { kid } = await ring.signingKey(now);
    fails = true;
    for (const at of [now + 60, now + 119, now + 120, now + 9999])
      expect((await ring.signingKey(at)).kid).toBe(kid);
    expect([errors.length, loads]).toEqual([3, 4]);
    expect(errors[0]).toBe(failure);
    fails = false;
    expect((await ring.signingKey(now + 99_999)).kid).toBe(kid);
    expect(errors).toHaveLength(3);
  });

  it('that fails at first is tried again at once', async () => {
    let fails = true;
    const key = await generateSigningKey('ES256', 0);
    const ring = keyRing({
      load: () => (fails ? Promise.reject(new Error('no connection')) : [key]),
    });
    await expect(ring.signingKey(now)).rejects.toThrow('no connection');
    fails = false;
    expect((await ring.signingKey(now)).kid).toBe(key.jwk.kid);
  });

  it('is done for a key that another node may have, but not for whoever makes up names', async () => {
    let loads = 0;
    const stored = [await generateSigningKey('ES256', 0)];
    const ring = keyRing({
      load() {
        loads += 1;
        return stored;
      },
    });
    await ring.signingKey(now);
    const next = await generateSigningKey('ES256', now + 1);
    stored.push(next);
    expect(await ring.find(next.jwk.kid, now + 4)).toBeUndefined();
    expect(await ring.find(next.jwk.kid, now + 5)).toMatchObject({ kid: next.jwk.kid });
    expect(loads).toBe(2);
    for (let made = 0; made < 100; made += 1) await ring.find(`made-up-${made}`, now + 9);
    expect(await ring.find(undefined, now + 19)).toBeUndefined();
    expect(loads).toBe(2);
  });

  it('that fails says so of a key that is not there, instead of calling it unknown', async () => {
    const key = await generateSigningKey('ES256', 0);
    let fails = false;
    const ring = keyRing({ load: () => (fails ? Promise.reject(new Error('down')) : [key]) });
    await ring.signingKey(now);
    fails = true;
    expect(await ring.find(key.jwk.kid, now + 60)).toMatchObject({ kid: key.jwk.kid });
    await expect(ring.find('of another node', now + 60)).rejects.toThrow('could not be loaded');
    fails = false;
    expect(await ring.find('of another node', now + 65)).toBeUndefined();
  });

  it('that is slow is done once for all who wait', async () => {
    const key = await generateSigningKey('ES256', 0);
    let loads = 0;
    let done: (keys: StoredKey[]) => void = () => undefined;
    const ring = keyRing({
      load() {
        loads += 1;
        return new Promise((resolve) => (done = resolve));
      },
    });
    const waiting = [ring.signingKey(now), ring.signingKey(now + 100), ring.find(key.jwk.kid, now)];
    done([key]);
    for (const found of await Promise.all(waiting)) expect(found?.kid).toBe(key.jwk.kid);
    expect(loads).toBe(1);
  });

  it('takes what changed about a key', async () => {
    const first = await generateSigningKey('ES256', 0);
    let next = await generateSigningKey('ES256', now + 30);
    const ring = keyRing({ load: () => [first, next] });
    expect((await ring.signingKey(now)).kid).toBe(first.jwk.kid);
    next = { ...next, activeFrom: now + 3600 };
    expect((await ring.signingKey(now + 60)).kid).toBe(first.jwk.kid);
    expect((await ring.signingKey(now + 3600)).kid).toBe(next.jwk.kid);
  });

  it('imports a key again when it was replaced under its name', async () => {
    let keys = only({ ...ec, alg: 'ES256' });
    const ring = keyRing({ load: () => keys });
    const [before] = await ring.published(now);
    keys = only({ ...ecJwk('P-256'), alg: 'ES256' });
    const [after] = await ring.published(now + 60);
    expect(after).toMatchObject({ kid: 'k' });
    expect(after?.x).not.toBe(before?.x);
  });
});

describe('a key that must not sign', () => {
  it.each<[string, () => StoredKey[], string]>([
    ['none', () => [], 'No signing key is active'],
    [
      'none yet',
      () => [{ jwk: { ...ec, kid: 'k', alg: 'ES256' }, activeFrom: now + 1 }],
      'No signing key is active',
    ],
    ['without kid', () => only({ ...ec, alg: 'ES256', kid: undefined }), 'needs kid and alg'],
    ['with an empty kid', () => only({ ...ec, alg: 'ES256', kid: '' }), 'needs kid and alg'],
    ['without alg', () => only(ec), 'needs kid and alg'],
    [
      'without a time',
      () => [{ jwk: { ...ec, kid: 'k', alg: 'ES256' }, activeFrom: NaN }],
      'needs activeFrom in epoch seconds',
    ],
    [
      'two of one name',
      () => [...only({ ...ec, alg: 'ES256' }), ...only({ ...ed, alg: 'EdDSA' })],
      'Two signing keys have the kid k',
    ],
    ['a public one', () => only({ ...ec, d: undefined, alg: 'ES256' }), 'must be private'],
    ['another curve', () => only({ ...ecJwk('P-384'), alg: 'ES256' }), 'cannot sign with ES256'],
    ['secp256k1', () => only({ ...ecJwk('secp256k1'), alg: 'ES256' }), 'cannot sign with ES256'],
    ['a key of another kind', () => only({ ...rsa, alg: 'ES256' }), 'cannot sign with ES256'],
    ['a curve for HMAC', () => only({ ...ec, alg: 'HS256' }), 'cannot sign with HS256'],
    ['a secret for a curve', () => only({ ...oct, alg: 'ES256' }), 'cannot sign with ES256'],
    // #287
    ['none for an algorithm', () => only({ ...ec, alg: 'none' }), 'cannot sign with none'],

    ['another algorithm', () => only({ ...rsa, alg: 'RS512' }), 'cannot sign with RS512'],
    // #223
    ['RSA below 2048 bits', () => only({ ...rsaJwk(1024), alg: 'RS256' }), 'at least 2048 bits'],
    // #286
    ['an empty secret', () => only({ kty: 'oct', k: '', alg: 'HS256' }), 'at least 32 bytes'],
    ['a short secret', () => only({ kty: 'oct', k: 'YWJj', alg: 'HS256' }), 'at least 32 bytes'],
    [
      'a secret of 31 bytes',
      () => only({ kty: 'oct', k: Buffer.alloc(31).toString('base64url'), alg: 'HS256' }),
      'at least 32 bytes',
    ],
  ])('%s', async (_, load, message) => {
    const ring = keyRing({ load });
    await expect(ring.signingKey(now)).rejects.toThrow(message);
    await expect(ring.signingKey(now)).rejects.not.toThrow(/"d"|AQEB/);
  });
});

it.each([
  [{ reloadInterval: 0 }, 'reloadInterval'],
  [{ reloadInterval: NaN }, 'reloadInterval'],
  [{ retiredKeyLifetime: 0 }, 'retiredKeyLifetime'],
  [{ retiredKeyLifetime: -1 }, 'retiredKeyLifetime'],
])('%j cannot work', (options, name) => {
  expect(() => keyRing({ load: () => [], ...options })).toThrow(name);
});
