import { expectTypeOf } from 'vitest';
import { server } from '../examples/server.js';

expectTypeOf(server.grantTypes).toEqualTypeOf<readonly 'urn:example:hello'[]>();
