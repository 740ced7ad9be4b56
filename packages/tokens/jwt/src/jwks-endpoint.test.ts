import { describe, expect, it } from 'vitest';
import { ConfigurationError, cors } from '@oauth/core';
import { fixedKeys, issuer, jwtServer, parseObject, fetchPublicKeys } from '../test/jwt-server.js';
import { generateSigningKey, jwksEndpoint, type KeyRing, type SigningAlgorithm } from './index.js';

async function serverWithKeys(...algs: readonly SigningAlgorithm[]) {
  const stored = await Promise.all(algs.map((alg) => generateSigningKey(alg, 0)));
  const { server } = await jwtServer({ tokens: { keys: await fixedKeys(...stored) } });
  return {
    stored,
    server,
    requestKeySet: (method = 'GET') =>
      server.handleEndpoint('jwks_uri', new Request(`${issuer}/jwks`, { method })),
  };
}

const members: Record<string, readonly string[]> = {
  EdDSA: ['alg', 'crv', 'kid', 'kty', 'use', 'x'],
  ES256: ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'],
  RS256: ['alg', 'e', 'kid', 'kty', 'n', 'use'],
  PS256: ['alg', 'e', 'kid', 'kty', 'n', 'use'],
};

// #223
describe('the published key set', () => {
  it.each(['EdDSA', 'ES256', 'RS256', 'PS256'] as const)(
    'has the public members of a key of %s and no others',
    async (alg) => {
      const { requestKeySet, stored, server } = await serverWithKeys(alg);
      const { status, body } = await requestKeySet();
      expect(status).toBe(200);
      const [key = {}] = await fetchPublicKeys({ server });
      expect(Object.keys(key).sort()).toEqual(members[alg]);
      expect(key).toMatchObject({ alg, use: 'sig', kid: stored[0]?.jwk.kid });
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const)
        expect(body).not.toContain(stored[0]?.jwk[secret] ?? 'no such member');
    },
  );

  it('has no shared secret in it', async () => {
    const { requestKeySet, stored } = await serverWithKeys('HS256');
    const { body } = await requestKeySet();
    expect(parseObject(body)).toEqual({ keys: [] });
    expect(body).not.toContain(stored[0]?.jwk.k);
  });

  it('has none of the other members that a stored key has', async () => {
    const key = await generateSigningKey('ES256', 0);
    const jwk = { ...key.jwk, key_ops: ['sign'], ext: true, priv: 'secret', 'x-note': 'secret' };
    const keys = await fixedKeys({ ...key, jwk });
    const [published] = await keys.getPublicKeys(0);
    expect(Object.keys(published ?? {}).sort()).toEqual(members['ES256']);
  });

  // [N3]
  it('may be cached for 5 minutes, and read by pages of any origin', async () => {
    const { requestKeySet } = await serverWithKeys('ES256');
    const { headers } = await requestKeySet();
    expect(headers).toMatchObject({
      'Content-Type': 'application/jwk-set+json',
      'Cache-Control': 'public, max-age=300',
      'Access-Control-Allow-Origin': '*',
    });
    expect((await requestKeySet('HEAD')).status).toBe(200);
    expect(await requestKeySet('POST')).toMatchObject({
      status: 405,
      headers: { Allow: 'GET, HEAD' },
    });
  });

  // #115
  it('is open to preflights under a CORS policy', async () => {
    const { server } = await jwtServer({ plugins: [cors()] });
    const headers = { Origin: 'https://any.example', 'Access-Control-Request-Method': 'GET' };
    const preflight = new Request(`${issuer}/jwks`, { method: 'OPTIONS', headers });
    expect(await server.handle(preflight)).toMatchObject({
      status: 204,
      headers: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'GET, HEAD' },
    });
    const { headers: responseHeaders } = await server.handle(
      new Request(`${issuer}/jwks`, { headers }),
    );
    expect(responseHeaders).not.toHaveProperty('Access-Control-Allow-Credentials');
  });
});

describe('jwksEndpoint', () => {
  const plugin = (name: string, keys: KeyRing) => ({
    name,
    endpoints: { jwks_uri: jwksEndpoint(keys) },
  });

  it('lets plugins that sign with one key ring publish it together', async () => {
    const keys = await fixedKeys();
    const plugins = [plugin('signed-responses', keys), plugin('id-tokens', keys)];
    const { server } = await jwtServer({ tokens: { keys }, plugins });
    expect(await fetchPublicKeys({ server })).toHaveLength(1);
  });

  it('is a conflict for two key rings at one server', async () => {
    const plugins = [plugin('signed-responses', await fixedKeys())];
    await expect(jwtServer({ plugins })).rejects.toThrow(ConfigurationError);
  });
});
