import type { ListenOptions, Server } from 'node:net';

/**
 * Has a server listen, on loopback and a free port unless told otherwise; resolves to its port.
 * Rejects with the system's error, as for a port in use. Takes servers of `node:http` as well.
 */
export async function listen(
  server: Server,
  { host = '127.0.0.1', port = 0 }: Pick<ListenOptions, 'host' | 'port'> = {},
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return getPort(server);
}

/** The port that a listening server has. */
export function getPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new TypeError('The server does not listen on a port.');
  return address.port;
}
