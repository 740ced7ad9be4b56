import { importJWK, type CryptoKey, type JWK } from 'jose';
import type { SigningAlgorithm, StoredKey } from './signing-key.js';

/** A key ready for use. */
export interface RingKey {
  readonly kid: string;
  readonly alg: string;
  /** Epoch seconds from which on it signs. */
  readonly activeFrom: number;
  readonly sign: CryptoKey | Uint8Array;
  readonly verify: CryptoKey | Uint8Array;
  /** `undefined` for a shared secret, which nobody may see. */
  readonly publicJwk: JWK | undefined;
}

const kinds: ReadonlyMap<string, Readonly<Pick<JWK, 'kty' | 'crv'>>> = new Map<
  SigningAlgorithm,
  Pick<JWK, 'kty' | 'crv'>
>([
  ['EdDSA', { kty: 'OKP', crv: 'Ed25519' }],
  ['ES256', { kty: 'EC', crv: 'P-256' }],
  ['RS256', { kty: 'RSA' }],
  ['PS256', { kty: 'RSA' }],
  ['HS256', { kty: 'oct' }],
]);

type Imported = Omit<RingKey, 'activeFrom'>;

/** @throws Error for a key that must not sign; the text tells nothing of the key but its kid */
export async function importKey({ jwk, activeFrom }: StoredKey): Promise<RingKey> {
  const { kid, alg } = jwk;
  if (!kid || !alg) throw new Error('A signing key needs kid and alg.');
  if (!Number.isFinite(activeFrom))
    throw new Error(`The key ${kid} needs activeFrom in epoch seconds.`);
  const kind = kinds.get(alg);
  if (kind === undefined || jwk.kty !== kind.kty || jwk.crv !== kind.crv)
    throw new Error(`The key ${kid} cannot sign with ${alg}; make it by generateSigningKey.`);
  const imported = jwk.kty === 'oct' ? asSecret(jwk, kid, alg) : asPair(jwk, kid, alg);
  return { ...(await imported), activeFrom };
}

/** @see https://www.rfc-editor.org/rfc/rfc7518#section-3.2 */
async function asSecret(jwk: JWK, kid: string, alg: string): Promise<Imported> {
  const secret = await importJWK(jwk, alg);
  if (secret instanceof Uint8Array && secret.length < 32)
    throw new Error(`The shared secret ${kid} must have at least 32 bytes.`);
  return { kid, alg, sign: secret, verify: secret, publicJwk: undefined };
}

/** @see https://www.rfc-editor.org/rfc/rfc7518#section-3.3 */
async function asPair(jwk: JWK, kid: string, alg: string): Promise<Imported> {
  if (jwk.d === undefined) throw new Error(`The key ${kid} must be private.`);
  if (jwk.kty === 'RSA' && (jwk.n?.length ?? 0) < 342)
    throw new Error(`The RSA key ${kid} must have at least 2048 bits.`);
  const publicJwk = publicPart(jwk);
  const [sign, verify] = await Promise.all([importJWK(jwk, alg), importJWK(publicJwk, alg)]);
  return { kid, alg, sign, verify, publicJwk };
}

const publicMembers = ['kid', 'alg', 'crv', 'x', 'y', 'n', 'e'] as const;

/** Members that are public, by name: a new private one must not slip through. */
function publicPart(jwk: JWK): JWK {
  const part: JWK = { kty: jwk.kty ?? '', use: 'sig' };
  for (const member of publicMembers) {
    const value = jwk[member];
    if (value !== undefined) part[member] = value;
  }
  return part;
}
