import { expectTypeOf } from 'vitest';
import type { Server } from '@oauth/core';
import { fetchHandler, type FetchHandler } from './index.js';

declare const server: Server;

expectTypeOf(fetchHandler(server)).toEqualTypeOf<FetchHandler>();
expectTypeOf<FetchHandler>().toExtend<(request: Request) => Response | Promise<Response>>();

// @ts-expect-error an option that does not exist
fetchHandler(server, { onerror: () => undefined });
// @ts-expect-error not a server
fetchHandler({ handle: () => undefined });
