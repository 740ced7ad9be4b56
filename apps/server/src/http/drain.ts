import type { Server, ServerResponse } from 'node:http';

/** Stops a server without cutting off what it is answering. */
export interface Drain {
  /** Resolves to whether all requests under way were answered within `seconds`. */
  stop(seconds: number): Promise<boolean>;
}

/** Keeps track of a server's open requests, so that it can be stopped. */
export function drainable(server: Server): Drain {
  const open = new Set<ServerResponse>();
  server.prependListener('request', (_request, response: ServerResponse) => {
    open.add(response);
    if (!server.listening) response.shouldKeepAlive = false;
    response.once('close', () => {
      open.delete(response);
      // A connection whose answer had begun before the stop is idle only now.
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });
  return {
    stop: (seconds) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          resolve(false);
          server.closeAllConnections();
        }, seconds * 1000);
        server.close(() => {
          clearTimeout(timer);
          resolve(true);
        });
        for (const response of open) response.shouldKeepAlive = false;
        server.closeIdleConnections();
      }),
  };
}
