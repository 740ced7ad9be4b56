import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { metadata } from '@oauth/endpoint-metadata';
import { fixedKeys, issuer, jwtServer, parseObject } from '../test/jwt-server.js';
import { generateSigningKey, metadataSigner, type KeyRing } from './index.js';

const now = () => 2_000_000_000_000;

async function fetchDocument(keys: KeyRing) {
  const plugins = [metadata({ sign: metadataSigner(keys, now) })];
  const { server } = await jwtServer({ tokens: { keys }, plugins });
  const url = `${issuer}/.well-known/oauth-authorization-server`;
  const { status, body } = await server.handle(new Request(url));
  return { status, document: parseObject(body) };
}

describe('the member signed_metadata', () => {
  it('repeats the document, signed by a key of the key set', async () => {
    const keys = await fixedKeys();
    const { document } = await fetchDocument(keys);
    const { signed_metadata: text, ...members } = document;
    expect(members).toMatchObject({ issuer, jwks_uri: `${issuer}/jwks` });
    const set = createLocalJWKSet({ keys: [...(await keys.getPublicKeys(0))] });
    const verified = await jwtVerify(typeof text === 'string' ? text : '', set, { issuer });
    expect(verified.payload).toEqual({ iss: issuer, iat: 2_000_000_000, ...members });
    // Without the typ of access tokens, so that no API accepts it as a token.
    expect(verified.protectedHeader).toEqual({
      alg: 'ES256',
      kid: (await keys.getSigningKey(0)).kid,
    });
  });

  it('cannot be signed with a shared secret, which clients do not have', async () => {
    const keys = await fixedKeys(await generateSigningKey('HS256', 0));
    expect((await fetchDocument(keys)).status).toBe(500);
    await expect(metadataSigner(keys, now)({})).rejects.toThrow('needs a key with a public part');
  });
});
