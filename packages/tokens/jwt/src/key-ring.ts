import { importJWK, type CryptoKey, type JWK } from 'jose';
import { keysStillNeeded, type StoredKey } from './signing-key.js';

/** Options of {@link keyRing}. */
export interface KeyRingOptions {
  /** Loads the keys from where all nodes find the same ones. */
  readonly load: () => StoredKey[] | readonly StoredKey[] | Promise<readonly StoredKey[]>;
  /** Seconds after which the keys are loaded again. Default: 60. */
  readonly reloadInterval?: number | undefined;
  /** Seconds a replaced key stays published: at least the lifetime of a token. Default: 86400. */
  readonly keepFor?: number | undefined;
}

/** A key ready for use. */
export interface RingKey {
  readonly kid: string;
  readonly alg: string;
  readonly activeFrom: number;
  readonly sign: CryptoKey | Uint8Array;
  readonly verify: CryptoKey | Uint8Array;
  /** `undefined` for a shared secret, which nobody may see. */
  readonly publicJwk: JWK | undefined;
}

/** The keys of a server: which one signs, and which ones are valid. */
export interface KeyRing {
  /**
   * The key that signs at a time in epoch seconds.
   *
   * @throws Error when no key is active yet
   */
  signingKey(now: number): Promise<RingKey>;
  /** The key of this id, if it is valid at that time. */
  find(kid: string | undefined, now: number): Promise<RingKey | undefined>;
  /** The public keys, those that will sign and those that have signed. */
  published(now: number): Promise<readonly JWK[]>;
}

/**
 * Keys that can be rotated while many nodes run: every node loads the same list now and then, and a
 * key signs only when all of them have had time to see it.
 */
export function keyRing({ load, reloadInterval = 60, keepFor = 86_400 }: KeyRingOptions): KeyRing {
  let loaded: { readonly at: number; readonly keys: Promise<readonly RingKey[]> } | undefined;
  const imported = new Map<string, Promise<RingKey>>();

  const importAll = async (now: number): Promise<readonly RingKey[]> => {
    const stored = keysStillNeeded(await load(), now, keepFor);
    const keys = await Promise.all(stored.map((key) => importOnce(imported, key)));
    const kids = new Set(keys.map((key) => key.kid));
    for (const kid of imported.keys()) if (!kids.has(kid)) imported.delete(kid);
    return keys;
  };

  const current = async (now: number): Promise<readonly RingKey[]> => {
    if (loaded !== undefined && Math.abs(now - loaded.at) < reloadInterval) return loaded.keys;
    const before = loaded?.keys;
    const keys = importAll(now).catch((error: unknown) => {
      // What was loaded before still holds; without it nothing can be signed.
      if (before !== undefined) return before;
      loaded = undefined;
      throw error;
    });
    loaded = { at: now, keys };
    return keys;
  };

  return {
    async signingKey(now) {
      const active = (await current(now)).filter((key) => key.activeFrom <= now);
      const newest = active.at(-1);
      if (newest === undefined)
        throw new Error('No signing key is active; add one to the key ring.');
      return newest;
    },
    async find(kid, now) {
      return (await current(now)).find((key) => key.kid === kid);
    },
    async published(now) {
      return (await current(now)).flatMap((key) => key.publicJwk ?? []);
    },
  };
}

function importOnce(
  imported: Map<string, Promise<RingKey>>,
  { jwk, activeFrom }: StoredKey,
): Promise<RingKey> {
  const kid = jwk.kid ?? '';
  const known = imported.get(kid) ?? importKey(jwk, activeFrom);
  imported.set(kid, known);
  return known;
}

/** @throws Error for a key that must not sign */
async function importKey(jwk: JWK, activeFrom: number): Promise<RingKey> {
  const { kid, alg } = jwk;
  if (kid === undefined || alg === undefined) throw new Error('A signing key needs kid and alg.');
  const sign = await importJWK(jwk, alg);
  if (jwk.kty === 'oct') {
    if (sign instanceof Uint8Array && sign.length < 32)
      throw new Error('A shared secret must have at least 32 bytes (RFC 7518 section 3.2).');
    return { kid, alg, activeFrom, sign, verify: sign, publicJwk: undefined };
  }
  const publicJwk = publicPart(jwk);
  if (jwk.kty === 'RSA' && (jwk.n?.length ?? 0) < 342)
    throw new Error('An RSA key must have at least 2048 bits (RFC 7518 section 3.3).');
  return { kid, alg, activeFrom, sign, verify: await importJWK(publicJwk, alg), publicJwk };
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
