import { expectTypeOf } from 'vitest';
import { server } from '../examples/server.js';
import { clientCredentials } from './client-credentials.js';

expectTypeOf(server.grantTypes).toEqualTypeOf<readonly 'client_credentials'[]>();
const respond = server.handleEndpoint.bind(server);
expectTypeOf(respond).parameter(0).toEqualTypeOf<'token_endpoint'>();

// @ts-expect-error it has no options
clientCredentials({});
