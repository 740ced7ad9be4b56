import { calculateJwkThumbprint, exportJWK, generateKeyPair, generateSecret, type JWK } from 'jose';

/** Algorithms that access tokens are signed with. HS256 is for resource servers that share the secret. */
export type SigningAlgorithm = 'EdDSA' | 'ES256' | 'RS256' | 'PS256' | 'HS256';

/** A private key as it is kept by the app: JSON, and a secret. */
export interface StoredKey {
  /** The private JWK (RFC 7517), with `kid` and `alg`. */
  readonly jwk: JWK;
  /** Epoch seconds from which on it signs. Until then it is published only. */
  readonly activeFrom: number;
}

/**
 * Makes a key. Its `kid` is the thumbprint of RFC 7638; that of a shared secret is random, since a
 * thumbprint would tell of the secret.
 *
 * @param activeFrom epoch seconds from which on it signs
 */
export async function generateSigningKey(
  alg: SigningAlgorithm,
  activeFrom: number,
): Promise<StoredKey> {
  const { jwk, kid } = alg === 'HS256' ? await newSecret() : await newPair(alg);
  return { jwk: { ...jwk, kid, alg, use: 'sig' }, activeFrom };
}

interface NewKey {
  readonly jwk: JWK;
  readonly kid: string;
}

async function newPair(alg: SigningAlgorithm): Promise<NewKey> {
  const options = alg === 'EdDSA' ? { crv: 'Ed25519' } : {};
  const { privateKey } = await generateKeyPair(alg, { ...options, extractable: true });
  const jwk = await exportJWK(privateKey);
  return { jwk, kid: await calculateJwkThumbprint(jwk) };
}

async function newSecret(): Promise<NewKey> {
  const jwk = await exportJWK(await generateSecret('HS256', { extractable: true }));
  return { jwk, kid: crypto.randomUUID() };
}

/** When {@link rotateKeys} makes the next key sign, and how long the last one is kept. */
export interface Rotation {
  readonly alg: SigningAlgorithm;
  /** Epoch seconds. */
  readonly now: number;
  /** Seconds a new key is published before it signs: longer than anybody caches the JWKS. */
  readonly publishAhead: number;
  /** Seconds a replaced key stays published: at least the lifetime of an access token. */
  readonly retiredKeyLifetime: number;
}

/**
 * The keys after a rotation, to be stored in place of the old ones: a new key that signs after
 * `publishAhead`, at once where none does, and without those that nothing valid is signed with any
 * more. Call it in one place: of two rotations at a time the list that is stored last counts.
 *
 * @throws RangeError for times that are not positive
 */
export async function rotateKeys(
  keys: readonly StoredKey[],
  { alg, now, publishAhead, retiredKeyLifetime }: Rotation,
): Promise<readonly StoredKey[]> {
  checkSeconds('rotateKeys', { publishAhead, retiredKeyLifetime });
  const signs = keys.some(({ activeFrom }) => activeFrom <= now);
  const next = await generateSigningKey(alg, signs ? now + publishAhead : now);
  return [...keysStillNeeded(keys, now, retiredKeyLifetime), next];
}

/** @throws RangeError for a time that is not positive */
export function checkSeconds(of: string, times: Readonly<Record<string, number>>): void {
  for (const [name, seconds] of Object.entries(times))
    if (!(seconds > 0)) throw new RangeError(`${of}: ${name} must be seconds, more than 0.`);
}

/** Seconds by which clocks of nodes may differ: one may sign a little longer than the others. */
const clockTolerance = 60;

/** Keys without those that were replaced more than `retiredKeyLifetime` seconds ago, and a minute. */
export function keysStillNeeded(
  keys: readonly StoredKey[],
  now: number,
  retiredKeyLifetime: number,
): readonly StoredKey[] {
  const sorted = [...keys].sort((a, b) => a.activeFrom - b.activeFrom);
  return sorted.filter((_, index) => {
    const successor = sorted[index + 1];
    return (
      successor === undefined || successor.activeFrom + retiredKeyLifetime + clockTolerance > now
    );
  });
}
