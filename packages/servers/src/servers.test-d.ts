import { expectTypeOf, it } from 'vitest';
import type { GrantHandler } from '@oauth/core';
import {
  forGrant,
  type AllGrantsServer,
  type BackendApplicationServer,
  type LegacyApplicationServer,
  type MobileApplicationServer,
  type OAuth21Options,
  type TokenHooks,
  type WebApplicationServer,
} from './index.js';

it('a server has the calls that make sense for it', () => {
  expectTypeOf<WebApplicationServer>().toHaveProperty('createAuthorizationResponse');
  expectTypeOf<WebApplicationServer>().toHaveProperty('createTokenResponse');
  expectTypeOf<MobileApplicationServer>().toHaveProperty('createAuthorizationResponse');
  expectTypeOf<MobileApplicationServer>().not.toHaveProperty('createTokenResponse');
  expectTypeOf<LegacyApplicationServer>().not.toHaveProperty('validateAuthorizationRequest');
  expectTypeOf<BackendApplicationServer>().not.toHaveProperty('validateAuthorizationRequest');
});

// [D8]
it('grants are known by name', () => {
  expectTypeOf<AllGrantsServer['grants']['password']>().toEqualTypeOf<GrantHandler>();
  expectTypeOf<WebApplicationServer['grants']>().not.toHaveProperty('password');
});

// [H4]
it('a grant without an authorization request takes no authorization hooks', () => {
  expectTypeOf(forGrant).toBeCallableWith('implicit', { beforeAuthorize: () => undefined });
  expectTypeOf<TokenHooks>().not.toHaveProperty('beforeAuthorize');
  expectTypeOf(forGrant).toBeCallableWith('password', { beforeIssue: (issuance) => issuance });
  expectTypeOf(forGrant).toBeCallableWith('implicit', { onDecision: (decision) => decision });
  // @ts-expect-error a token does not tell its grant type
  forGrant('authorization_code', { tokenClaims: () => undefined });
  // A server of core with the plugin keeps its exact list of grant types.
  expectTypeOf(forGrant).returns.not.toHaveProperty('grants');
});

it('what would weaken OAuth 2.1 is not an option of it', () => {
  expectTypeOf<OAuth21Options>().not.toHaveProperty('allowInsecureIssuer');
  expectTypeOf<NonNullable<OAuth21Options['refresh']>>().not.toHaveProperty('rotate');
});
