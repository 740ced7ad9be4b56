import { expectTypeOf } from 'vitest';
import { server } from '../examples/server.js';
import { revocation, type RevocationOptions, type RevocationPlugin } from './index.js';

const handleEndpoint = server.handleEndpoint.bind(server);
expectTypeOf(handleEndpoint).parameter(0).toEqualTypeOf<'token_endpoint' | 'revocation_endpoint'>();
// A plugin without grants keeps the exact list of grant types of the other plugins.
expectTypeOf(server.grantTypes).toEqualTypeOf<readonly 'client_credentials'[]>();
expectTypeOf(revocation).parameter(0).toEqualTypeOf<RevocationOptions | undefined>();
expectTypeOf(revocation).returns.toEqualTypeOf<RevocationPlugin>();
expectTypeOf<{ tokenTypes: ['authorization_code'] }>().not.toExtend<RevocationOptions>();
// @ts-expect-error there is no such option
revocation({ tokenType: [] });
