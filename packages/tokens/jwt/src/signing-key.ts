import { calculateJwkThumbprint, exportJWK, generateKeyPair, generateSecret, type JWK } from 'jose';

/** Algorithms that sign access tokens. HS256 is for APIs that share the secret with the server. */
export type SigningAlgorithm = 'EdDSA' | 'ES256' | 'RS256' | 'PS256' | 'HS256';

/** A private key as the app stores it: JSON, and a secret. */
export interface StoredKey {
  /** The private JWK (RFC 7517), with `kid` and `alg`. */
  readonly jwk: JWK;
  /** Epoch seconds from which the key signs. Before that it is only published. */
  readonly activeFrom: number;
}

/**
 * Generates a key. Its `kid` is the thumbprint of RFC 7638, but random for a shared secret, as a
 * thumbprint would be a digest of the secret.
 *
 * @param activeFrom epoch seconds from which the key signs
 */
export async function generateSigningKey(
  alg: SigningAlgorithm,
  activeFrom: number,
): Promise<StoredKey> {
  const { jwk, kid } = alg === 'HS256' ? await generateSecretJwk() : await generatePrivateJwk(alg);
  return { jwk: { ...jwk, kid, alg, use: 'sig' }, activeFrom };
}

interface GeneratedKey {
  readonly jwk: JWK;
  readonly kid: string;
}

async function generatePrivateJwk(alg: SigningAlgorithm): Promise<GeneratedKey> {
  const options = alg === 'EdDSA' ? { crv: 'Ed25519' } : {};
  const { privateKey } = await generateKeyPair(alg, { ...options, extractable: true });
  const jwk = await exportJWK(privateKey);
  return { jwk, kid: await calculateJwkThumbprint(jwk) };
}

async function generateSecretJwk(): Promise<GeneratedKey> {
  const jwk = await exportJWK(await generateSecret('HS256', { extractable: true }));
  return { jwk, kid: crypto.randomUUID() };
}

/** When {@link rotateKeys} lets the next key sign, and for how long replaced keys stay. */
export interface Rotation {
  readonly alg: SigningAlgorithm;
  /** Epoch seconds. */
  readonly now: number;
  /** Seconds for which a new key is published before it signs: longer than any cache of the key set. */
  readonly prepublishPeriod: number;
  /** Seconds for which a replaced key stays published: at least the lifetime of an access token. */
  readonly retiredKeyLifetime: number;
}

/**
 * The list of keys after a rotation, to be stored in place of the old list: with a new key that signs
 * after `prepublishPeriod`, or at once where no key signs yet, and without keys that no valid token is
 * signed with. Rotate in one place only: of two simultaneous rotations the one that is stored last
 * wins.
 *
 * @throws RangeError for times that are not positive
 */
export async function rotateKeys(
  keys: readonly StoredKey[],
  { alg, now, prepublishPeriod, retiredKeyLifetime }: Rotation,
): Promise<readonly StoredKey[]> {
  assertPositiveSeconds('rotateKeys', { prepublishPeriod, retiredKeyLifetime });
  const hasActiveKey = keys.some(({ activeFrom }) => activeFrom <= now);
  const next = await generateSigningKey(alg, hasActiveKey ? now + prepublishPeriod : now);
  return [...removeRetiredKeys(keys, now, retiredKeyLifetime), next];
}

/** @throws RangeError for a time that is not positive */
export function assertPositiveSeconds(
  caller: string,
  times: Readonly<Record<string, number>>,
): void {
  for (const [name, seconds] of Object.entries(times))
    if (!(seconds > 0))
      throw new RangeError(`${caller}: ${name} is ${seconds}; write seconds, more than 0.`);
}

/** Seconds by which the clocks of nodes may differ, so that a node may sign longer with an old key. */
const clockTolerance = 60;

/** The keys in order of `activeFrom`, without those that were replaced too long ago. */
export function removeRetiredKeys(
  keys: readonly StoredKey[],
  now: number,
  retiredKeyLifetime: number,
): readonly StoredKey[] {
  const sorted = [...keys].sort((a, b) => a.activeFrom - b.activeFrom);
  return sorted.filter((_, index) => {
    const successor = sorted[index + 1];
    if (successor === undefined) return true;
    return successor.activeFrom + retiredKeyLifetime + clockTolerance > now;
  });
}
