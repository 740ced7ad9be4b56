import { expectTypeOf } from 'vitest';
import { server } from '../examples/observed-server.js';
import { otel, type OtelPlugin } from './index.js';

// A plugin without grants leaves the type of grantTypes exact.
expectTypeOf(server.grantTypes).toEqualTypeOf<readonly 'client_credentials'[]>();
expectTypeOf(otel).returns.toEqualTypeOf<OtelPlugin>();
// @ts-expect-error tracer is not an option
otel({ tracer: undefined });
