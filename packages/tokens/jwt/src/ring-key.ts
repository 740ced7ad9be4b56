import { importJWK, type CryptoKey, type JWK } from 'jose';
import type { SigningAlgorithm, StoredKey } from './signing-key.js';

/** A key that is ready for use. */
export interface RingKey {
  readonly kid: string;
  readonly alg: string;
  /** Epoch seconds from which the key signs. */
  readonly activeFrom: number;
  readonly signingKey: CryptoKey | Uint8Array;
  readonly verificationKey: CryptoKey | Uint8Array;
  /** `undefined` for a shared secret, which is never published. */
  readonly publicJwk: JWK | undefined;
}

type KeyType = Readonly<Pick<JWK, 'kty' | 'crv'>>;

const keyTypes: ReadonlyMap<string, KeyType> = new Map<SigningAlgorithm, KeyType>([
  ['EdDSA', { kty: 'OKP', crv: 'Ed25519' }],
  ['ES256', { kty: 'EC', crv: 'P-256' }],
  ['RS256', { kty: 'RSA' }],
  ['PS256', { kty: 'RSA' }],
  ['HS256', { kty: 'oct' }],
]);

type ImportedKey = Omit<RingKey, 'activeFrom'>;

/** @throws Error for a key that must not sign; the message contains nothing of the key but its kid */
export async function importKey({ jwk, activeFrom }: StoredKey): Promise<RingKey> {
  const { kid, alg } = jwk;
  if (!kid || !alg) throw new Error('A signing key needs kid and alg.');
  if (!Number.isFinite(activeFrom))
    throw new Error(`The key ${kid} needs activeFrom in epoch seconds.`);
  const keyType = keyTypes.get(alg);
  if (keyType === undefined || jwk.kty !== keyType.kty || jwk.crv !== keyType.crv)
    throw new Error(`The key ${kid} cannot sign with ${alg}; make it by generateSigningKey.`);
  const imported = jwk.kty === 'oct' ? importSecret(jwk, kid, alg) : importKeyPair(jwk, kid, alg);
  return { ...(await imported), activeFrom };
}

/** @see https://www.rfc-editor.org/rfc/rfc7518#section-3.2 */
async function importSecret(jwk: JWK, kid: string, alg: string): Promise<ImportedKey> {
  const secret = await importJWK(jwk, alg);
  if (secret instanceof Uint8Array && secret.length < 32)
    throw new Error(`The shared secret ${kid} must have at least 32 bytes.`);
  return { kid, alg, signingKey: secret, verificationKey: secret, publicJwk: undefined };
}

/** @see https://www.rfc-editor.org/rfc/rfc7518#section-3.3 */
async function importKeyPair(jwk: JWK, kid: string, alg: string): Promise<ImportedKey> {
  if (jwk.d === undefined) throw new Error(`The key ${kid} must be private.`);
  // 2048 bits are 342 characters of base64url.
  if (jwk.kty === 'RSA' && (jwk.n?.length ?? 0) < 342)
    throw new Error(`The RSA key ${kid} must have at least 2048 bits.`);
  const publicJwk = toPublicJwk(jwk);
  const [signingKey, verificationKey] = await Promise.all([
    importJWK(jwk, alg),
    importJWK(publicJwk, alg),
  ]);
  return { kid, alg, signingKey, verificationKey, publicJwk };
}

const publicMembers = ['kid', 'alg', 'crv', 'x', 'y', 'n', 'e'] as const;

/** Copies public members by name, so that a private member of a future key type stays out. */
function toPublicJwk(jwk: JWK): JWK {
  const publicJwk: JWK = { kty: jwk.kty ?? '', use: 'sig' };
  for (const member of publicMembers) {
    const value = jwk[member];
    if (value !== undefined) publicJwk[member] = value;
  }
  return publicJwk;
}
