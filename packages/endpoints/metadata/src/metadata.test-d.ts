import { expectTypeOf } from 'vitest';
import type { Endpoint, JsonObject } from '@oauth/core';
import { server } from '../examples/server.js';
import { metadata, type MetadataOptions, type MetadataPlugin } from './index.js';

const handleEndpoint = server.handleEndpoint.bind(server);
expectTypeOf(handleEndpoint)
  .parameter(0)
  .toEqualTypeOf<'token_endpoint' | 'authorization_server_metadata'>();
// A plugin without grants keeps the exact list of grant types of the other plugins.
expectTypeOf(server.grantTypes).toEqualTypeOf<readonly 'client_credentials'[]>();
expectTypeOf(metadata).parameter(0).toEqualTypeOf<MetadataOptions | undefined>();
expectTypeOf(metadata).returns.toEqualTypeOf<MetadataPlugin>();
expectTypeOf(metadata().endpoints.authorization_server_metadata).toEqualTypeOf<Endpoint>();
metadata({ sign: (claims) => JSON.stringify(expectTypeOf(claims).toEqualTypeOf<JsonObject>()) });
metadata({ extra: { service_documentation: 'https://x', x_anything: [1, null, { a: true }] } });
// @ts-expect-error a URL is a string
metadata({ extra: { op_tos_uri: 1 } });
// @ts-expect-error a function is not JSON
metadata({ extra: { x: () => 1 } });
// @ts-expect-error there is no such option
metadata({ claims: {} });
