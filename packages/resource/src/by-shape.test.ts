import { describe, expect, it } from 'vitest';
import {
  byTokenFormat,
  byStore,
  protectedResource,
  type AccessTokenInfo,
  type TokenValidator,
} from '@oauth/resource';
import { forge, header, issuer, jwks } from '../test/forge.js';
import { makeIssuer, resource } from '../test/issuer.js';
import { bearer } from '../test/protected-api.js';
import { byJwt } from './jwt.js';

const keyOwner: AccessTokenInfo = {
  subject: 'bob',
  clientId: 'console',
  scopes: ['read'],
  audience: [resource],
  expiresAt: Infinity,
  claims: {},
};

/** Keys of the API's own, beside tokens. */
const byKey: TokenValidator = (token) => (token === 'key_0123456789' ? keyOwner : undefined);

function serve(validate: TokenValidator, clock: () => number) {
  const api = protectedResource({ resource, validate, clock });
  return async (token: string) => {
    const verdict = await api.validateProtectedResourceRequest(bearer(token));
    return verdict.ok ? verdict.auth.subject : verdict.response.status;
  };
}

// [I14]
describe('an API that takes tokens of two kinds', () => {
  it('finds each where it belongs', async () => {
    const { server, clock, issue } = makeIssuer();
    const validate = byTokenFormat({ jwt: byJwt({ issuer, jwks }), opaque: byStore(server) });
    const ask = serve(validate, clock.nowMs);
    expect(await ask((await issue()).access)).toBe('alice');
    expect(await ask(forge(header, forgedFor('carol')))).toBe('carol');
  });

  it.each(['ey.a.b', 'eyJ', 'a.b.c', 'eyJ.a', 'eyJ.a.b.c', 'eyJ..', 'eyJ.a.b=', '..', '.'])(
    'is closed to %s',
    async (token) => {
      const { server, clock } = makeIssuer();
      const validate = byTokenFormat({ jwt: byJwt({ issuer, jwks }), opaque: byStore(server) });
      expect(await serve(validate, clock.nowMs)(token)).toBe(401);
    },
  );
});

// [I9]
describe('an API that takes tokens of its own', () => {
  it('says what they stand for', async () => {
    const { clock } = makeIssuer();
    const ask = serve(byKey, clock.nowMs);
    expect(await ask('key_0123456789')).toBe('bob');
    expect(await ask('key_0123456788')).toBe(401);
  });

  it('beside those of a server', async () => {
    const { server, clock, issue } = makeIssuer();
    const stored = byStore(server);
    const either: TokenValidator = (token, now) =>
      token.startsWith('key_') ? byKey(token, now) : stored(token, now);
    const ask = serve(either, clock.nowMs);
    expect(await ask('key_0123456789')).toBe('bob');
    expect(await ask((await issue()).access)).toBe('alice');
  });
});

function forgedFor(sub: string): object {
  const [iat, exp] = [2_000_000_000, 2_000_000_060];
  return { iss: issuer, aud: resource, sub, client_id: 'app', iat, exp, jti: 'one' };
}
