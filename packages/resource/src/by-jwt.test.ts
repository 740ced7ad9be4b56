import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { protectedResource } from '@oauth/resource';
import { generateSigningKey, jwtAccessTokens, keyRing } from '@oauth/token-jwt';
import { testIssuer, resource } from '../test/issuer.js';
import { jwtIssuer } from '../test/jwt-issuer.js';
import { bearerRequest } from '../test/protected-api.js';
import { byJwt } from './jwt.js';

describe('a JWT of the issuer', () => {
  // [I3]
  it.each(['ES256', 'EdDSA', 'RS256', 'PS256'] as const)(
    'passes when it is signed with %s',
    async (alg) => {
      const { api, issueTokens, clock } = await jwtIssuer(alg);
      const { access } = await issueTokens({ scope: 'read write', details: '{"acr":"silver"}' });
      expect(await api.validateProtectedResourceRequest(bearerRequest(access))).toMatchObject({
        ok: true,
        auth: {
          subject: 'alice',
          clientId: 'app',
          scopes: ['read', 'write'],
          audience: [resource],
          expiresAt: clock.nowMs() / 1000 + 3600,
          claims: { iss: 'https://auth.example', acr: 'silver' },
        },
      });
    },
  );

  // #278
  it('passes until 60 s after its expiry, as clocks may differ', async () => {
    const { getStatus, issueTokens, clock } = await jwtIssuer();
    const { access } = await issueTokens();
    clock.advance(3659);
    expect(await getStatus(access)).toBe(200);
    clock.advance(1);
    expect(await getStatus(access)).toBe(401);
  });

  // #190
  it('does not pass at an API that it does not name', async () => {
    const { getStatus, issueTokens } = await jwtIssuer();
    const { access } = await issueTokens({ audience: 'https://other.example' });
    expect(await getStatus(access)).toBe(401);
  });

  it('does not pass when it is a refresh token', async () => {
    const { getStatus, issueTokens, countKeyRequests } = await jwtIssuer();
    expect(await getStatus((await issueTokens()).refresh)).toBe(401);
    expect(countKeyRequests()).toBe(0);
  });

  it('makes the API load the keys of the issuer once', async () => {
    const { getStatus, issueTokens, countKeyRequests } = await jwtIssuer();
    for (let count = 0; count < 5; count += 1)
      expect(await getStatus((await issueTokens()).access)).toBe(200);
    expect(countKeyRequests()).toBe(1);
  });
});

it('byJwt accepts a token that is signed with the shared secret, and no other', async () => {
  const key = await generateSigningKey('HS256', 0);
  const keys = keyRing({ load: () => [key], retiredKeyLifetime: 3600 });
  const { issueTokens, clock } = testIssuer({
    plugins: [jwtAccessTokens({ keys, audience: resource })],
  });
  const { access } = await issueTokens();
  const secret = Buffer.from(key.jwk.k ?? '', 'base64url');
  const createApi = (shared: Uint8Array) =>
    protectedResource({
      resource,
      validate: byJwt({ issuer: 'https://auth.example', secret: shared }),
      clock: clock.nowMs,
    });
  const accepted = await createApi(secret).validateProtectedResourceRequest(bearerRequest(access));
  expect(accepted).toMatchObject({ ok: true, auth: { subject: 'alice' } });
  const refused = await createApi(Buffer.alloc(32)).validateProtectedResourceRequest(
    bearerRequest(access),
  );
  expect(refused).toMatchObject({ ok: false, reason: 'token.invalid' });
});

describe('a JWT that was revoked', () => {
  it('passes until it expires, unless isRevoked looks it up', async () => {
    const { store, clock, issueTokens, getStatus, jwksUri } = await jwtIssuer();
    const [record, grant, untouched] = [
      await issueTokens(),
      await issueTokens(),
      await issueTokens(),
    ];
    const lookingUp = protectedResource({
      resource,
      validate: byJwt({
        issuer: 'https://auth.example',
        jwksUri,
        isRevoked: async ({ claims: { jti } }) =>
          typeof jti !== 'string' || (await store.get(jti)) === undefined,
      }),
      clock: clock.nowMs,
    });
    await store.commit([{ type: 'remove', id: getJti(record.access) }]);
    await store.revoke({ grantId: getJti(grant.access).slice(0, 16) });
    for (const { access } of [record, grant, untouched]) {
      expect(await getStatus(access)).toBe(200);
      const { ok } = await lookingUp.validateProtectedResourceRequest(bearerRequest(access));
      expect(ok).toBe(access === untouched.access);
    }
  });
});

function getJti(token: string): string {
  return decodeJwt(token).jti ?? '';
}
