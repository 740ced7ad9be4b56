import { decodeJwt, decodeProtectedHeader } from 'jose';
import { expect, it } from 'vitest';
import { fakeClock } from '@oauth/testing';
import { generateSigningKey, jwtAccessTokens, keyRing, metadataSigner } from '@oauth/token-jwt';
import { testIssuer, resource } from '../test/issuer.js';
import { byJwt } from './by-jwt.js';

const issuer = 'https://auth.example';

/** An authorization server that signs its tokens, and its public keys. */
async function signingIssuer() {
  const clock = fakeClock();
  const key = await generateSigningKey('ES256', 0);
  const keys = keyRing({ load: () => [key] });
  const claims = () => ({ tenant: 'acme', iss: 'https://evil.example', sub: 'root', exp: 1 });
  const plugins = [jwtAccessTokens({ keys, audience: resource, claims })];
  const { issueTokens } = testIssuer({ issuer, plugins, clock });
  const now = () => Math.floor(clock.nowMs() / 1000);
  const jwks = { keys: [...(await keys.getPublicKeys(now()))] };
  return { issueTokens, now, jwks, signMetadata: metadataSigner(keys, clock.nowMs) };
}

// [I2]
it('a JWT has all claims of RFC 9068, whatever the app’s claims are', async () => {
  const { issueTokens, now } = await signingIssuer();
  const { access } = await issueTokens({ scope: 'read write' });
  expect(decodeProtectedHeader(access)).toMatchObject({ typ: 'at+jwt', alg: 'ES256' });
  const { jti, ...otherClaims } = decodeJwt(access);
  expect(jti).toMatch(/^[\w-]{30,}$/);
  expect(otherClaims).toEqual({
    iss: issuer,
    aud: resource,
    sub: 'alice',
    client_id: 'app',
    iat: now(),
    exp: now() + 3600,
    scope: 'read write',
    tenant: 'acme',
  });
});

// [I8]
it('a JWT is valid at an API that has only the public keys', async () => {
  const { issueTokens, now, jwks } = await signingIssuer();
  const { access } = await issueTokens();
  expect(await byJwt({ issuer, jwks })(access, now())).toMatchObject({
    subject: 'alice',
    clientId: 'app',
    scopes: ['read'],
    audience: [resource],
    expiresAt: now() + 3600,
    claims: { tenant: 'acme' },
  });
});

// #161
it('a JWT says how the user signed in, and which key it is bound to', async () => {
  const { issueTokens, now, jwks } = await signingIssuer();
  const details = { auth_time: now() - 60, acr: 'gold', amr: ['otp'], cnf: { jkt: 'abc' } };
  const { access } = await issueTokens({ details: JSON.stringify({ ...details, nonce: 'kept' }) });
  const info = await byJwt({ issuer, jwks })(access, now());
  expect(info?.claims).toMatchObject(details);
  expect(info?.claims).not.toHaveProperty('nonce');
});

// [I3]
it('a JWT is not valid when expired, of another issuer, altered or signed by another key', async () => {
  const { issueTokens, now, jwks } = await signingIssuer();
  const { access } = await issueTokens();
  const validate = byJwt({ issuer, jwks, clockTolerance: 0 });
  expect(await validate(access, now() + 3599)).toBeDefined();
  expect(await validate(access, now() + 3600)).toBeUndefined();
  expect(await byJwt({ issuer: `${issuer}/`, jwks })(access, now())).toBeUndefined();
  const [header, , signature] = access.split('.');
  const payload = Buffer.from(JSON.stringify({ ...decodeJwt(access), sub: 'root' }));
  const altered = [header, payload.toString('base64url'), signature].join('.');
  expect(await validate(altered, now())).toBeUndefined();
  const other = await signingIssuer();
  expect(await validate((await other.issueTokens()).access, now())).toBeUndefined();
});

// [I3]
it('a metadata document signed by the key of access tokens is no valid token', async () => {
  const { issueTokens, now, jwks, signMetadata } = await signingIssuer();
  const claims: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(decodeJwt((await issueTokens()).access)))
    if (typeof value === 'string' || typeof value === 'number') claims[name] = value;
  const signed = await signMetadata({ ...claims, aud: resource });
  expect(await byJwt({ issuer, jwks })(signed, now())).toBeUndefined();
});
