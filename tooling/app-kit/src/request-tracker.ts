import type { Server, ServerResponse } from 'node:http';

/** Knows which requests of a server are open. */
export interface RequestTracker {
  /**
   * Takes no more connections and lets open requests finish. Resolves to whether all were answered
   * within `seconds`; those that were not are cut off.
   */
  drain(seconds: number): Promise<boolean>;
}

/** Tracks a server's open requests from now on. */
export function requestTracker(server: Server): RequestTracker {
  const open = new Set<ServerResponse>();
  server.prependListener('request', (_request, response: ServerResponse) => {
    open.add(response);
    if (!server.listening) response.shouldKeepAlive = false;
    response.once('close', () => {
      open.delete(response);
      // A connection whose response had begun before the drain is idle only now.
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });
  return {
    drain: (seconds) =>
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
