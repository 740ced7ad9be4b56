import { decodeJwt, decodeProtectedHeader } from 'jose';
import { expect, it } from 'vitest';
import { fakeClock } from '@oauth/testing';
import { generateSigningKey, jwtAccessTokens, keyRing, metadataSigner } from '@oauth/token-jwt';
import { makeIssuer, resource } from '../test/issuer.js';
import { byJwt } from './by-jwt.js';

const issuer = 'https://auth.example';

/** An authorization server that signs its tokens, and the public keys of its own. */
async function signingIssuer() {
  const clock = fakeClock();
  const key = await generateSigningKey('ES256', 0);
  const keys = keyRing({ load: () => [key] });
  const claims = () => ({ tenant: 'acme', iss: 'https://evil.example', sub: 'root', exp: 1 });
  const plugins = [jwtAccessTokens({ keys, audience: resource, claims })];
  const { issue } = makeIssuer({ issuer, plugins, clock });
  const now = () => Math.floor(clock.nowMs() / 1000);
  const jwks = { keys: [...(await keys.published(now()))] };
  return { issue, now, jwks, signAnything: metadataSigner(keys, clock.nowMs) };
}

// [I2]
it('a signed token says all that RFC 9068 asks for, whatever the claims of the app', async () => {
  const { issue, now } = await signingIssuer();
  const { access } = await issue({ scope: 'read write' });
  expect(decodeProtectedHeader(access)).toMatchObject({ typ: 'at+jwt', alg: 'ES256' });
  const { jti, ...others } = decodeJwt(access);
  expect(jti).toMatch(/^[\w-]{30,}$/);
  expect(others).toEqual({
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
it('it is valid at an API that has no more than the public keys', async () => {
  const { issue, now, jwks } = await signingIssuer();
  const { access } = await issue();
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
it('it says how the user signed in, and whose key it needs', async () => {
  const { issue, now, jwks } = await signingIssuer();
  const told = { auth_time: now() - 60, acr: 'gold', amr: ['otp'], cnf: { jkt: 'abc' } };
  const { access } = await issue({ details: JSON.stringify({ ...told, nonce: 'kept' }) });
  const info = await byJwt({ issuer, jwks })(access, now());
  expect(info?.claims).toMatchObject(told);
  expect(info?.claims).not.toHaveProperty('nonce');
});

// [I3]
it('it is not, once expired, of another issuer, altered or signed by another key', async () => {
  const { issue, now, jwks } = await signingIssuer();
  const { access } = await issue();
  const validate = byJwt({ issuer, jwks, clockTolerance: 0 });
  expect(await validate(access, now() + 3599)).toBeDefined();
  expect(await validate(access, now() + 3600)).toBeUndefined();
  expect(await byJwt({ issuer: `${issuer}/`, jwks })(access, now())).toBeUndefined();
  const [header, , signature] = access.split('.');
  const payload = Buffer.from(JSON.stringify({ ...decodeJwt(access), sub: 'root' }));
  const altered = [header, payload.toString('base64url'), signature].join('.');
  expect(await validate(altered, now())).toBeUndefined();
  const other = await signingIssuer();
  expect(await validate((await other.issue()).access, now())).toBeUndefined();
});

// [I3]
it('nor is anything else that the same key has signed', async () => {
  const { issue, now, jwks, signAnything } = await signingIssuer();
  const claims: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(decodeJwt((await issue()).access)))
    if (typeof value === 'string' || typeof value === 'number') claims[name] = value;
  const signed = await signAnything({ ...claims, aud: resource });
  expect(await byJwt({ issuer, jwks })(signed, now())).toBeUndefined();
});
