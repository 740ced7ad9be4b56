import { randomBytes, scrypt, timingSafeEqual, type BinaryLike } from 'node:crypto';

/** How much work a password takes: N = 2^ln, r and p of RFC 7914. */
export interface ScryptCost {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MiB and about a tenth of a second: OWASP's recommendation for scrypt with this memory. */
const defaultCost: ScryptCost = { ln: 15, r: 8, p: 3 };

const format =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

/** What to store of a password, in the PHC string format with parameters and salt. */
export async function digestPassword(password: string, cost = defaultCost): Promise<string> {
  const salt = randomBytes(16);
  return write(cost, salt, await derive(password, salt, cost));
}

/** A digest that no password fits and that costs what another one does. */
export function decoyOf(digest: string | undefined): string {
  const { cost } = readDigest(digest ?? '') ?? { cost: defaultCost };
  return write(cost, randomBytes(16), randomBytes(32));
}

/** Whether a password is the digest's. */
export async function verifyPassword(password: string, digest: string): Promise<boolean> {
  const read = readDigest(digest);
  if (read === undefined) return false;
  return timingSafeEqual(await derive(password, read.salt, read.cost), read.key);
}

/** What is wrong with a digest from a configuration; `undefined` if nothing. */
export function digestFault(digest: string): string | undefined {
  const read = readDigest(digest);
  if (read === undefined) return 'is no scrypt digest; the command digest-password prints one';
  const { ln, r, p } = read.cost;
  if (2 ** ln * r < 2 ** 17) return 'costs an attacker too little: N × r must be 131072 or more';
  if (2 ** ln * r * 128 > 2 ** 28 || p > 16)
    return 'costs this server too much: over 256 MiB, or p over 16';
  return undefined;
}

/** Whether a digest costs what one of today does. */
export function isOfTodaysCost(digest: string): boolean {
  const cost = readDigest(digest)?.cost;
  return cost?.ln === defaultCost.ln && cost.r === defaultCost.r && cost.p === defaultCost.p;
}

function readDigest(digest: string): { cost: ScryptCost; salt: Buffer; key: Buffer } | undefined {
  const [, ln, r, p, salt, key] = format.exec(digest) ?? [];
  if (salt === undefined || key === undefined) return undefined;
  return {
    cost: { ln: Number(ln), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  };
}

function write({ ln, r, p }: ScryptCost, salt: Buffer, key: Buffer): string {
  const text = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
  return `$scrypt$ln=${ln},r=${r},p=${p}$${text(salt)}$${text(key)}`;
}

/** The key of a password. */
function derive(password: string, salt: BinaryLike, { ln, r, p }: ScryptCost): Promise<Buffer> {
  const options = { N: 2 ** ln, r, p, maxmem: 2 ** 29 };
  return new Promise((resolve, reject) => {
    // Keyboards differ in how they compose an accented letter.
    scrypt(password.normalize('NFKC'), salt, 32, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
