import { expectTypeOf } from 'vitest';
import type { Peer, Server } from '@oauth/core';
import { fetchHandler, type FetchHandler } from './index.js';

declare const server: Server;

expectTypeOf(fetchHandler(server)).toEqualTypeOf<FetchHandler>();
expectTypeOf<FetchHandler>().toExtend<(request: Request) => Response | Promise<Response>>();

interface ServeInfo {
  readonly remoteAddr: { readonly hostname: string };
}
const getPeer = (_request: Request, { remoteAddr }: ServeInfo): Peer => ({
  address: remoteAddr.hostname,
});
expectTypeOf(fetchHandler(server, { peer: getPeer })).toEqualTypeOf<FetchHandler<[ServeInfo]>>();
// @ts-expect-error a peer is an object
fetchHandler(server, { peer: () => '192.0.2.1' });

// @ts-expect-error an option that does not exist
fetchHandler(server, { onerror: () => undefined });
// @ts-expect-error not a server
fetchHandler({ handle: () => undefined });
