import { constants, createHmac, createPublicKey, verify } from 'node:crypto';
import type { JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { fixedKeys, jwtServer, decodeToken } from '../test/jwt-server.js';
import { generateSigningKey, type SigningAlgorithm } from './index.js';

/** Verifies the signature with node:crypto, without a JOSE library. */
function verifySignature(token: string, alg: SigningAlgorithm, jwk: JWK): boolean {
  const [header = '', payload = '', text = ''] = token.split('.');
  const input = Buffer.from(`${header}.${payload}`);
  const signature = Buffer.from(text, 'base64url');
  if (alg === 'HS256')
    return createHmac('sha256', Buffer.from(jwk.k ?? '', 'base64url'))
      .update(input)
      .digest()
      .equals(signature);
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  const options = alg === 'PS256' ? { key, ...pss } : { key, dsaEncoding: 'ieee-p1363' as const };
  return verify(alg === 'EdDSA' ? null : 'sha256', input, options, signature);
}

describe.each(['EdDSA', 'ES256', 'RS256', 'PS256', 'HS256'] as const)('the algorithm %s', (alg) => {
  it('makes signatures that node:crypto verifies', async () => {
    const key = await generateSigningKey(alg, 0);
    const { issueTokens, introspect } = await jwtServer({ tokens: { keys: await fixedKeys(key) } });
    const { access } = await issueTokens();
    expect(decodeToken(access).header).toEqual({ alg, kid: key.jwk.kid, typ: 'at+jwt' });
    expect(verifySignature(access, alg, key.jwk)).toBe(true);
    const [header, payload] = access.split('.');
    const other = decodeToken((await issueTokens()).access);
    expect(other.header).toEqual(decodeToken(access).header);
    expect(verifySignature(`${header}x.${payload}.${access.split('.')[2]}`, alg, key.jwk)).toBe(
      false,
    );
    expect(await introspect(access)).toMatchObject({ active: true, client_id: 'app' });
  });

  it('has generated keys of full strength, each of them new', async () => {
    const [{ jwk }, { jwk: other }] = [
      await generateSigningKey(alg, 0),
      await generateSigningKey(alg, 0),
    ];
    expect(jwk.kid).not.toBe(other.kid);
    expect(jwk).toMatchObject({ alg, use: 'sig' });
    const bits = { EdDSA: jwk.d, ES256: jwk.d, RS256: jwk.n, PS256: jwk.n, HS256: jwk.k }[alg];
    expect(Buffer.from(bits ?? '', 'base64url').length).toBe(
      alg.endsWith('S256') && jwk.n ? 256 : 32,
    );
  });
});
