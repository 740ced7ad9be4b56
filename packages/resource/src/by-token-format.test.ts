import { describe, expect, it } from 'vitest';
import {
  byTokenFormat,
  byStore,
  protectedResource,
  type AccessTokenInfo,
  type TokenValidator,
} from '@oauth/resource';
import { forgeToken, header, issuer, jwks } from '../test/forged-token.js';
import { testIssuer, resource } from '../test/issuer.js';
import { bearerRequest } from '../test/protected-api.js';
import { byJwt } from './jwt.js';

const keyOwner: AccessTokenInfo = {
  subject: 'bob',
  clientId: 'console',
  scopes: ['read'],
  audience: [resource],
  expiresAt: Infinity,
  claims: {},
};

/** API keys, beside access tokens. */
const byApiKey: TokenValidator = (token) => (token === 'key_0123456789' ? keyOwner : undefined);

/** Returns a function that resolves to the subject of a token, or the status that refuses it. */
function subjectReader(validate: TokenValidator, clock: () => number) {
  const api = protectedResource({ resource, validate, clock });
  return async (token: string) => {
    const result = await api.validateProtectedResourceRequest(bearerRequest(token));
    return result.ok ? result.auth.subject : result.response.status;
  };
}

// [I14]
describe('an API that accepts JWTs and opaque tokens', () => {
  it('validates each with the validator for its format', async () => {
    const { server, clock, issueTokens } = testIssuer();
    const validate = byTokenFormat({ jwt: byJwt({ issuer, jwks }), opaque: byStore(server) });
    const readSubject = subjectReader(validate, clock.nowMs);
    expect(await readSubject((await issueTokens()).access)).toBe('alice');
    expect(await readSubject(forgeToken(header, claimsOf('carol')))).toBe('carol');
  });

  it.each(['ey.a.b', 'eyJ', 'a.b.c', 'eyJ.a', 'eyJ.a.b.c', 'eyJ..', 'eyJ.a.b=', '..', '.'])(
    'refuses the malformed token %s',
    async (token) => {
      const { server, clock } = testIssuer();
      const validate = byTokenFormat({ jwt: byJwt({ issuer, jwks }), opaque: byStore(server) });
      expect(await subjectReader(validate, clock.nowMs)(token)).toBe(401);
    },
  );
});

// [I9]
describe('an API with a validator of the app', () => {
  it('accepts what the validator accepts, and nothing else', async () => {
    const { clock } = testIssuer();
    const readSubject = subjectReader(byApiKey, clock.nowMs);
    expect(await readSubject('key_0123456789')).toBe('bob');
    expect(await readSubject('key_0123456788')).toBe(401);
  });

  it('accepts tokens of an authorization server beside it', async () => {
    const { server, clock, issueTokens } = testIssuer();
    const byServerStore = byStore(server);
    const either: TokenValidator = (token, now) =>
      token.startsWith('key_') ? byApiKey(token, now) : byServerStore(token, now);
    const readSubject = subjectReader(either, clock.nowMs);
    expect(await readSubject('key_0123456789')).toBe('bob');
    expect(await readSubject((await issueTokens()).access)).toBe('alice');
  });
});

function claimsOf(sub: string): object {
  const [iat, exp] = [2_000_000_000, 2_000_000_060];
  return { iss: issuer, aud: resource, sub, client_id: 'app', iat, exp, jti: 'one' };
}
