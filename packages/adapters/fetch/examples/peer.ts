import { fetchHandler, type FetchHandler } from '@oauth/adapter-fetch';
import type { Server } from '@oauth/core';

interface ServeInfo {
  readonly remoteAddr: { readonly hostname: string };
}

export function createHandler(server: Pick<Server, 'handle'>): FetchHandler<[ServeInfo]> {
  // #region peer
  // Deno.serve(handler) passes the address in its second argument.
  const handler = fetchHandler(server, {
    peer: (_request, info: ServeInfo) => ({ address: info.remoteAddr.hostname }),
  });
  // #endregion
  return handler;
}
