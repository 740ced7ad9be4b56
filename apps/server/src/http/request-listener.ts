import { nodeHandler, type NodeHandler } from '@oauth/adapter-node';
import { ConfigurationError, type Server } from '@oauth/core';
import type { Config } from '../config/config.js';
import type { Fault } from '../config/faults.js';
import { parsePath } from '../config/path.js';

/** Listens to the requests of a server of node:http. */
export function requestListener(
  app: Pick<Server, 'handle' | 'canHandle'>,
  { listen: { trustedProxy } }: Pick<Config, 'listen'>,
  onError: (error: unknown) => void,
): NodeHandler {
  return nodeHandler(app, { trustedProxy, onError });
}

/** Checks `listen.trustedProxy` with the adapter, and moves its faults to the file's members. */
export function checkTrustedProxy(config: Config): readonly Fault[] {
  const unused = { handle: () => Promise.reject(new Error('not served')), canHandle: () => false };
  try {
    requestListener(unused, config, () => undefined);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof ConfigurationError)) throw thrown;
    return thrown.faults.map(({ path, message }) => ({
      path: ['listen', ...parsePath(path)],
      message,
    }));
  }
}
