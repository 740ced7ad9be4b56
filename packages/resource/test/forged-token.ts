import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { protectedResource } from '@oauth/resource';
import { byJwt, type ByJwtOptions } from '@oauth/resource/jwt';
import { resource } from './issuer.js';
import { bearerRequest } from './protected-api.js';

/** Epoch seconds. Tokens are made without a JOSE library, so that invalid ones can be made too. */
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

export function encodePart(part: Part): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

/** Signatures in the encoding of JWS (RFC 7518), over any input. */
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

/** A token of these parts, valid or not. */
export function forgeToken(
  header: Part,
  payload: Part = claims,
  signer: (input: string) => Buffer | string = signers.ES256,
): string {
  const input = `${encodePart(header)}.${encodePart(payload)}`;
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

/** The status with which an API that trusts {@link jwks} answers; 200 if the token is valid. */
export async function getStatus(
  token: string,
  options: ByJwtOptions = { issuer, jwks },
): Promise<number> {
  const api = protectedResource({
    resource,
    validate: byJwt(options),
    clock: () => now * 1000,
  });
  const result = await api.validateProtectedResourceRequest(bearerRequest(token));
  return result.ok ? 200 : result.response.status;
}
