import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { protectedResource } from '@oauth/resource';
import { byJwt, type ByJwtOptions } from '@oauth/resource/jwt';
import { resource } from './issuer.js';
import { bearer } from './protected-api.js';

/** Tokens made without any JOSE library, the good ones and the others. */
export const now = 2_000_000_000;
export const issuer = 'https://auth.example';
export const claims = {
  iss: issuer,
  aud: resource,
  sub: 'alice',
  client_id: 'app',
  iat: now,
  exp: now + 60,
  jti: 'one',
  scope: 'read',
};

export const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed = generateKeyPairSync('ed25519');
export const secret = Buffer.from('a-shared-secret-of-at-least-32-bytes');

export type Part = string | object;

export function encode(part: Part): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

/** Signatures as JOSE wants them, over any input. */
export const signers = {
  ES256: (input: string, key: KeyObject = ec.privateKey) =>
    sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }),
  EdDSA: (input: string, key: KeyObject = ed.privateKey) => sign(null, Buffer.from(input), key),
  RS256: (input: string) => sign('sha256', Buffer.from(input), rsa.privateKey),
  PS256: (input: string) =>
    sign('sha256', Buffer.from(input), { key: rsa.privateKey, padding: 6, saltLength: 32 }),
  HS256: (input: string, key: Buffer | string = secret) =>
    createHmac('sha256', key).update(input).digest(),
};

/** A token of any parts. */
export function forge(
  header: Part,
  payload: Part = claims,
  signer: (input: string) => Buffer | string = signers.ES256,
): string {
  const input = `${encode(header)}.${encode(payload)}`;
  const signature = signer(input);
  const text = typeof signature === 'string' ? signature : signature.toString('base64url');
  return `${input}.${text}`;
}

export const header = { alg: 'ES256', typ: 'at+jwt', kid: 'ec' };

export const jwks = {
  keys: [
    { ...ec.publicKey.export({ format: 'jwk' }), kid: 'ec', alg: 'ES256', use: 'sig' },
    { ...ed.publicKey.export({ format: 'jwk' }), kid: 'ed', alg: 'EdDSA', use: 'sig' },
    { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa', alg: 'RS256', use: 'sig' },
    { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa-pss', alg: 'PS256', use: 'sig' },
  ],
};

/** The answer of an API that trusts these keys, 200 if the token is good. */
export async function statusOf(
  token: string,
  options: ByJwtOptions = { issuer, jwks },
): Promise<number> {
  const api = protectedResource({
    resource,
    validate: byJwt(options),
    clock: () => now * 1000,
  });
  const verdict = await api.validateProtectedResourceRequest(bearer(token));
  return verdict.ok ? 200 : verdict.response.status;
}
