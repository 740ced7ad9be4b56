import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { metadata } from '@oauth/endpoint-metadata';
import { fixedKeys, issuer, jwtServer, objectIn } from '../test/jwt-server.js';
import { generateSigningKey, metadataSigner, type KeyRing } from './index.js';

const now = () => 2_000_000_000_000;

async function documentOf(keys: KeyRing) {
  const plugins = [metadata({ sign: metadataSigner(keys, now) })];
  const { server } = await jwtServer({ tokens: { keys }, plugins });
  const url = `${issuer}/.well-known/oauth-authorization-server`;
  const { status, body } = await server.handle(new Request(url));
  return { status, document: objectIn(body) };
}

describe('signed_metadata', () => {
  it('says what the document says, signed by a key of the key set', async () => {
    const keys = await fixedKeys();
    const { document } = await documentOf(keys);
    const { signed_metadata: text, ...members } = document;
    expect(members).toMatchObject({ issuer, jwks_uri: `${issuer}/jwks` });
    const set = createLocalJWKSet({ keys: [...(await keys.published(0))] });
    const verified = await jwtVerify(typeof text === 'string' ? text : '', set, { issuer });
    expect(verified.payload).toEqual({ iss: issuer, iat: 2_000_000_000, ...members });
    // No access token: a resource server must not take it for one.
    expect(verified.protectedHeader).toEqual({
      alg: 'ES256',
      kid: (await keys.signingKey(0)).kid,
    });
  });

  it('is not made with a shared secret, which clients do not have', async () => {
    const keys = await fixedKeys(await generateSigningKey('HS256', 0));
    expect((await documentOf(keys)).status).toBe(500);
    await expect(metadataSigner(keys, now)({})).rejects.toThrow('needs a key with a public part');
  });
});
