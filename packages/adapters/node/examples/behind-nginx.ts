import { nodeHandler, type NodeHandler } from '@oauth/adapter-node';
import type { Server } from '@oauth/core';

export function createHandler(server: Pick<Server, 'handle' | 'canHandle'>): NodeHandler {
  // #region behind-nginx
  return nodeHandler(server, {
    trustedProxy: {
      from: ['127.0.0.1', '10.0.0.0/8'],
      addressHeader: 'X-Forwarded-For',
      certificateHeader: 'X-SSL-Client-Cert',
      certificateVerifiedHeader: 'X-SSL-Client-Verify',
    },
  });
  // #endregion
}
