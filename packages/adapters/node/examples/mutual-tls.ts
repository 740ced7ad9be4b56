import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import { nodeHandler } from '@oauth/adapter-node';
import type { Server } from '@oauth/core';

export function createMutualTlsServer(
  server: Pick<Server, 'handle' | 'canHandle'>,
  files: { readonly cert: string; readonly key: string; readonly ca: string },
): HttpsServer {
  // #region mutual-tls
  const options = { ...files, requestCert: true, rejectUnauthorized: false };
  return createHttpsServer(options, nodeHandler(server));
  // #endregion
}
