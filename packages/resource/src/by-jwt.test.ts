import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { protectedResource } from '@oauth/resource';
import { generateSigningKey, jwtAccessTokens, keyRing } from '@oauth/token-jwt';
import { makeIssuer, resource } from '../test/issuer.js';
import { makeJwtIssuer } from '../test/jwt-issuer.js';
import { bearer } from '../test/protected-api.js';
import { byJwt } from './jwt.js';

describe('a token of the issuer', () => {
  // [I3]
  it.each(['ES256', 'EdDSA', 'RS256', 'PS256'] as const)('is good: %s', async (alg) => {
    const { api, issue, clock } = await makeJwtIssuer(alg);
    const { access } = await issue({ scope: 'read write', details: '{"acr":"silver"}' });
    expect(await api.validateProtectedResourceRequest(bearer(access))).toMatchObject({
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
  });

  // #278
  it('is good until it expires, and 60 s for a clock that is behind', async () => {
    const { statusOf, issue, clock } = await makeJwtIssuer();
    const { access } = await issue();
    clock.advance(3659);
    expect(await statusOf(access)).toBe(200);
    clock.advance(1);
    expect(await statusOf(access)).toBe(401);
  });

  // #190
  it('is for the API it names', async () => {
    const { statusOf, issue } = await makeJwtIssuer();
    const { access } = await issue({ audience: 'https://other.example' });
    expect(await statusOf(access)).toBe(401);
  });

  it('is no refresh token', async () => {
    const { statusOf, issue, loads } = await makeJwtIssuer();
    expect(await statusOf((await issue()).refresh)).toBe(401);
    expect(loads()).toBe(0);
  });

  it('asks the server for its keys once', async () => {
    const { statusOf, issue, loads } = await makeJwtIssuer();
    for (let count = 0; count < 5; count += 1)
      expect(await statusOf((await issue()).access)).toBe(200);
    expect(loads()).toBe(1);
  });
});

it('a shared secret serves where both sides have it', async () => {
  const key = await generateSigningKey('HS256', 0);
  const keys = keyRing({ load: () => [key], retiredKeyLifetime: 3600 });
  const { issue, clock } = makeIssuer({ plugins: [jwtAccessTokens({ keys, audience: resource })] });
  const { access } = await issue();
  const secret = Buffer.from(key.jwk.k ?? '', 'base64url');
  const make = (shared: Uint8Array) =>
    protectedResource({
      resource,
      validate: byJwt({ issuer: 'https://auth.example', secret: shared }),
      clock: clock.nowMs,
    });
  const good = await make(secret).validateProtectedResourceRequest(bearer(access));
  expect(good).toMatchObject({ ok: true, auth: { subject: 'alice' } });
  const other = await make(Buffer.alloc(32)).validateProtectedResourceRequest(bearer(access));
  expect(other).toMatchObject({ ok: false, reason: 'token.invalid' });
});

describe('a token that was revoked', () => {
  it('is good until it expires, unless the resource side asks', async () => {
    const { store, clock, issue, statusOf, jwksUri } = await makeJwtIssuer();
    const [record, grant, untouched] = [await issue(), await issue(), await issue()];
    const asking = protectedResource({
      resource,
      validate: byJwt({
        issuer: 'https://auth.example',
        jwksUri,
        isRevoked: async ({ claims: { jti } }) =>
          typeof jti !== 'string' || (await store.get(jti)) === undefined,
      }),
      clock: clock.nowMs,
    });
    await store.commit([{ type: 'remove', id: jtiOf(record.access) }]);
    await store.revoke({ grantId: jtiOf(grant.access).slice(0, 16) });
    for (const { access } of [record, grant, untouched]) {
      expect(await statusOf(access)).toBe(200);
      const { ok } = await asking.validateProtectedResourceRequest(bearer(access));
      expect(ok).toBe(access === untouched.access);
    }
  });
});

function jtiOf(token: string): string {
  return decodeJwt(token).jti ?? '';
}
