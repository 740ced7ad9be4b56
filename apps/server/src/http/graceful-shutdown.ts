import type { Server, ServerResponse } from 'node:http';

/** Stops a server without cutting off the responses under way. */
export interface GracefulShutdown {
  /** Resolves to whether all open requests got their response within `seconds`. */
  stop(seconds: number): Promise<boolean>;
}

/** Tracks the open requests of a server from now on. */
export function gracefulShutdown(server: Server): GracefulShutdown {
  const open = new Set<ServerResponse>();
  server.prependListener('request', (_request, response: ServerResponse) => {
    open.add(response);
    if (!server.listening) response.shouldKeepAlive = false;
    response.once('close', () => {
      open.delete(response);
      // A response that began before the stop has promised keep-alive: its connection is idle now.
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
