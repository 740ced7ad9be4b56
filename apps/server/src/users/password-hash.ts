import { randomBytes, scrypt, timingSafeEqual, type BinaryLike } from 'node:crypto';

/** The cost of a password's hash: N = 2^ln, r and p of RFC 7914. */
export interface ScryptCost {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MiB and about a tenth of a second: OWASP's recommendation for scrypt with this memory. */
const defaultCost: ScryptCost = { ln: 15, r: 8, p: 3 };

const hashPattern =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

/** Hashes a password with a random salt, in the PHC string format. */
export async function hashPassword(password: string, cost = defaultCost): Promise<string> {
  const salt = randomBytes(16);
  return formatHash(cost, salt, await deriveKey(password, salt, cost));
}

/** Creates a hash that no password matches and that costs as much as the given one. */
export function createDummyHash(hash: string | undefined): string {
  const { cost } = parseHash(hash ?? '') ?? { cost: defaultCost };
  return formatHash(cost, randomBytes(16), randomBytes(32));
}

/** Whether the hash is the password's; false for a text that is no hash. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const parsed = parseHash(hash);
  if (parsed === undefined) return false;
  return timingSafeEqual(await deriveKey(password, parsed.salt, parsed.cost), parsed.key);
}

/** What is wrong with a hash of the configuration; `undefined` if nothing is. */
export function checkPasswordHash(hash: string): string | undefined {
  const cost = parseHash(hash)?.cost;
  if (cost === undefined) return 'is no scrypt hash; the command hash-password prints one';
  const { ln, r, p } = cost;
  const blocks = 2 ** ln * r;
  const memory = blocks / 2 ** 13;
  if (blocks < 2 ** 17)
    return `costs an attacker too little: N × r is ${blocks} and must be 131072 or more; write a new hash, which the command hash-password prints`;
  if (memory > 256)
    return `costs this server too much: it takes ${memory} MiB, and 256 MiB are allowed; write a new hash, which the command hash-password prints`;
  if (p > 16)
    return `costs this server too much: p is ${p}, and 16 is allowed; write a new hash, which the command hash-password prints`;
  return undefined;
}

/** Whether a hash costs as much as new ones do. */
export function hasDefaultCost(hash: string): boolean {
  const cost = parseHash(hash)?.cost;
  return cost?.ln === defaultCost.ln && cost.r === defaultCost.r && cost.p === defaultCost.p;
}

function parseHash(hash: string): { cost: ScryptCost; salt: Buffer; key: Buffer } | undefined {
  const [, ln, r, p, salt, key] = hashPattern.exec(hash) ?? [];
  if (salt === undefined || key === undefined) return undefined;
  return {
    cost: { ln: Number(ln), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  };
}

function formatHash({ ln, r, p }: ScryptCost, salt: Buffer, key: Buffer): string {
  const toBase64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
  return `$scrypt$ln=${ln},r=${r},p=${p}$${toBase64(salt)}$${toBase64(key)}`;
}

function deriveKey(password: string, salt: BinaryLike, { ln, r, p }: ScryptCost): Promise<Buffer> {
  const options = { N: 2 ** ln, r, p, maxmem: 2 ** 29 };
  return new Promise((resolve, reject) => {
    // Keyboards differ in how they compose an accented letter.
    scrypt(password.normalize('NFKC'), salt, 32, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
