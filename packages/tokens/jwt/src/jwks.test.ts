import { describe, expect, it } from 'vitest';
import { cors } from '@oauth/core';
import { fixedKeys, issuer, jwtServer, objectIn, publishedKeys } from '../test/jwt-server.js';
import { generateSigningKey, type SigningAlgorithm } from './index.js';

async function serve(...algs: readonly SigningAlgorithm[]) {
  const made = await Promise.all(algs.map((alg) => generateSigningKey(alg, 0)));
  const { server } = await jwtServer({ tokens: { keys: await fixedKeys(...made) } });
  return {
    made,
    server,
    ask: (method = 'GET') =>
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
describe('the key set', () => {
  it.each(['EdDSA', 'ES256', 'RS256', 'PS256'] as const)(
    'has the public members of a key of %s and no others',
    async (alg) => {
      const { ask, made, server } = await serve(alg);
      const { status, body } = await ask();
      expect(status).toBe(200);
      const [key = {}] = await publishedKeys({ server });
      expect(Object.keys(key).sort()).toEqual(members[alg]);
      expect(key).toMatchObject({ alg, use: 'sig', kid: made[0]?.jwk.kid });
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const)
        expect(body).not.toContain(made[0]?.jwk[secret] ?? 'no such member');
    },
  );

  it('has no shared secret', async () => {
    const { ask, made } = await serve('HS256');
    const { body } = await ask();
    expect(objectIn(body)).toEqual({ keys: [] });
    expect(body).not.toContain(made[0]?.jwk.k);
  });

  it('takes nothing along that a key brings beside', async () => {
    const key = await generateSigningKey('ES256', 0);
    const jwk = { ...key.jwk, key_ops: ['sign'], ext: true, priv: 'secret', 'x-note': 'secret' };
    const keys = await fixedKeys({ ...key, jwk });
    const [published] = await keys.published(0);
    expect(Object.keys(published ?? {}).sort()).toEqual(members['ES256']);
  });

  // [N3]
  it('may be kept by caches for 5 minutes, and read by pages', async () => {
    const { ask } = await serve('ES256');
    const { headers } = await ask();
    expect(headers).toMatchObject({
      'Content-Type': 'application/jwk-set+json',
      'Cache-Control': 'public, max-age=300',
      'Access-Control-Allow-Origin': '*',
    });
    expect((await ask('HEAD')).status).toBe(200);
    expect(await ask('POST')).toMatchObject({ status: 405, headers: { Allow: 'GET, HEAD' } });
  });

  // #115
  it('answers preflights where there is a policy', async () => {
    const { server } = await jwtServer({ plugins: [cors()] });
    const headers = { Origin: 'https://any.example', 'Access-Control-Request-Method': 'GET' };
    const asked = new Request(`${issuer}/jwks`, { method: 'OPTIONS', headers });
    expect(await server.handle(asked)).toMatchObject({
      status: 204,
      headers: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': 'GET, HEAD' },
    });
    const { headers: shown } = await server.handle(new Request(`${issuer}/jwks`, { headers }));
    expect(shown).not.toHaveProperty('Access-Control-Allow-Credentials');
  });
});
