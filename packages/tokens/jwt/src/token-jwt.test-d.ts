import { expectTypeOf } from 'vitest';
import { type AccessTokenFormat, type AccessTokenInput, createServer } from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import {
  generateSigningKey,
  jwtAccessTokens,
  keyRing,
  metadataSigner,
  rotateKeys,
  type KeyRing,
  type StoredKey,
} from './index.js';

const keys = keyRing({ load: async () => [await generateSigningKey('EdDSA', 0)] });
const audience = 'https://api.example';
expectTypeOf(keys).toEqualTypeOf<KeyRing>();

const server = createServer({
  issuer: 'https://auth.example',
  clients: [],
  store: memoryStore(),
  plugins: [jwtAccessTokens({ keys, audience })],
});
// A plugin without grants leaves the type of grantTypes exact.
expectTypeOf(server.grantTypes).toEqualTypeOf<readonly never[]>();
expectTypeOf(server.handleEndpoint).parameter(0).toEqualTypeOf<'jwks_uri'>();

const plugin = jwtAccessTokens({
  keys,
  audience: [audience],
  claims(input) {
    expectTypeOf(input).toEqualTypeOf<AccessTokenInput>();
    return { team: 7 };
  },
});
expectTypeOf(plugin.accessTokenFormat).toEqualTypeOf<AccessTokenFormat>();

// @ts-expect-error an audience is needed
jwtAccessTokens({ keys });
// @ts-expect-error keys are needed
jwtAccessTokens({ audience });
// @ts-expect-error claims are JSON
jwtAccessTokens({ keys, audience, claims: () => ({ at: new Date() }) });
// @ts-expect-error load is needed
keyRing({ reloadInterval: 5 });
// @ts-expect-error not an algorithm of this package
void generateSigningKey('none', 0);
// @ts-expect-error seconds, not a date
void generateSigningKey('ES256', new Date());

expectTypeOf(generateSigningKey('RS256', 0)).resolves.toEqualTypeOf<StoredKey>();
expectTypeOf(rotateKeys).returns.resolves.toEqualTypeOf<readonly StoredKey[]>();
expectTypeOf(metadataSigner(keys)).returns.resolves.toEqualTypeOf<string>();
