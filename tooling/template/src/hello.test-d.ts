import { expectTypeOf } from 'vitest';
import { server } from '../examples/server.js';
import { hello } from './hello.js';

expectTypeOf(server.grantTypes).toEqualTypeOf<readonly 'urn:example:hello'[]>();
expectTypeOf(hello)
  .parameter(0)
  .toEqualTypeOf<{ readonly greeting?: string | undefined } | undefined>();
