import { expectTypeOf } from 'vitest';
import { server } from '../examples/server.js';
import { clientCredentials } from './client-credentials.js';

expectTypeOf(server.grantTypes).toEqualTypeOf<readonly 'client_credentials'[]>();
const handleEndpoint = server.handleEndpoint.bind(server);
expectTypeOf(handleEndpoint).parameter(0).toEqualTypeOf<'token_endpoint'>();

// @ts-expect-error the grant has no options
clientCredentials({});
