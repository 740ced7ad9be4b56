import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { expectTypeOf } from 'vitest';
import { fetchHandler } from '@oauth/adapter-fetch';
import { nodeHandler } from '@oauth/adapter-node';
import {
  getAuth,
  byIntrospection,
  protect,
  protectedResource,
  requireOAuth,
  type AccessTokenInfo,
  type NodeMiddleware,
  type SenderConstraint,
  type TokenValidator,
} from '@oauth/resource';
import { byJwt, type ByJwtOptions } from '@oauth/resource/jwt';

const validate: TokenValidator = () => undefined;
const api = protectedResource({ resource: 'https://api.example', validate });

// @ts-expect-error a validator is needed
protectedResource({ resource: 'https://api.example' });
// @ts-expect-error a misspelt option
protectedResource({ resource: 'https://api.example', validate, allowMissingAudiences: true });

const result = await api.validateProtectedResourceRequest(new Request('https://api.example'));
// @ts-expect-error auth is there only when ok is true
expectTypeOf(result.auth);
if (result.ok) expectTypeOf(result.auth).toEqualTypeOf<AccessTokenInfo>();
else expectTypeOf(result.reason).toEqualTypeOf<string>();

expectTypeOf(getAuth({ headers: {} }).subject).toEqualTypeOf<string>();
expectTypeOf(requireOAuth(api, 'read')).toExtend<RequestHandler>();
expectTypeOf<IncomingMessage>().toExtend<Parameters<NodeMiddleware>[0]>();
expectTypeOf<ServerResponse>().toExtend<Parameters<NodeMiddleware>[1]>();
requireOAuth(api);
requireOAuth(api, 'read', 'write');
requireOAuth(api, { scopes: ['read'], maxAge: 60 });
// @ts-expect-error scopes beside other requirements would be ignored
requireOAuth(api, 'read', { maxAge: 60 });
// @ts-expect-error a misspelt requirement
requireOAuth(api, { scope: 'read' });

expectTypeOf(protect(api, [], () => new Response())).toEqualTypeOf<
  (request: Request) => Promise<Response>
>();
const worker = protect(
  api,
  { maxAge: 60 },
  async (_request, auth, env: { readonly db: string }) => {
    expectTypeOf(auth).toEqualTypeOf<AccessTokenInfo>();
    return new Response(env.db);
  },
);
expectTypeOf(worker).toEqualTypeOf<
  (request: Request, env: { readonly db: string }) => Promise<Response>
>();

protectedResource({
  resource: 'https://api.example',
  validate,
  senders: {
    jkt: {
      scheme: 'DPoP',
      prove: async (request, { token, origin, now }) => {
        expectTypeOf(token).toEqualTypeOf<string>();
        expectTypeOf(origin).toEqualTypeOf<string>();
        expectTypeOf(now).toEqualTypeOf<number>();
        const confirmation = request.headers.get('dpop');
        return confirmation === null ? undefined : { confirmation };
      },
    },
  },
});
// @ts-expect-error a sender constraint needs prove
protectedResource({ resource: 'https://api.example', validate, senders: { jkt: {} } });
// @ts-expect-error a proof names the key
expectTypeOf(() => ({ key: '' })).toExtend<SenderConstraint['prove']>();

// Adapters serve the metadata document.
nodeHandler(api);
fetchHandler(api);

// @ts-expect-error the API needs client credentials
byIntrospection({ endpoint: 'https://auth.example/introspect' });
// @ts-expect-error a source of keys is needed
byJwt({ issuer: 'https://auth.example' });
// @ts-expect-error only one source of keys is possible
byJwt({ issuer: 'https://auth.example', jwks: { keys: [] }, secret: new Uint8Array(32) });
// @ts-expect-error a shared secret has one algorithm
byJwt({ issuer: 'https://auth.example', secret: new Uint8Array(32), algorithms: ['ES256'] });
// @ts-expect-error HS256 has no public key
byJwt({ issuer: 'https://auth.example', jwks: { keys: [] }, algorithms: ['HS256'] });
expectTypeOf(byJwt).parameter(0).toEqualTypeOf<ByJwtOptions>();
expectTypeOf(byJwt).returns.toEqualTypeOf<TokenValidator>();
