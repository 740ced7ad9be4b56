import { expectTypeOf } from 'vitest';
import { server } from '../examples/observed-server.js';
import { otel, type OtelPlugin } from './index.js';

// A plugin without grants leaves the list of the others' exact.
expectTypeOf(server.grantTypes).toEqualTypeOf<readonly 'client_credentials'[]>();
expectTypeOf(otel).returns.toEqualTypeOf<OtelPlugin>();
// @ts-expect-error there is no such option
otel({ tracer: undefined });
