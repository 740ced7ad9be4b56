import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterTests } from './fresh-store.js';

/** A TCP proxy on loopback before a database, for tests of lost connections. */
export interface CuttableProxy {
  readonly port: number;
  /** Ends all connections and accepts no new ones. */
  cut(): Promise<void>;
  /** Accepts connections again, on the same port. */
  mend(): Promise<void>;
}

export async function cuttableProxy(target: URL, usualPort: number): Promise<CuttableProxy> {
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(Number(target.port) || usualPort, target.hostname);
    client.pipe(server).pipe(client);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  let port = 0;
  const mend = async (): Promise<void> => {
    proxy.listen(port, '127.0.0.1');
    await once(proxy, 'listening');
    const address = proxy.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  };
  const cut = async (): Promise<void> => {
    if (!proxy.listening) return;
    const closed = once(proxy, 'close');
    proxy.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await mend();
  afterTests(cut);
  return { port, cut, mend };
}

/** The URL with the proxy's address in place of its own. */
export function replaceAddress({ port }: CuttableProxy, url: string): string {
  const changed = new URL(url);
  changed.hostname = '127.0.0.1';
  changed.port = String(port);
  return changed.href;
}
