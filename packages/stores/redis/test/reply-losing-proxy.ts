import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A proxy between a client and a server that can lose a reply. */
export interface ReplyLosingProxy {
  readonly port: number;
  /** Forwards the next such command, and closes the connection instead of sending its reply back. */
  readonly loseNext: (command: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function replyLosingProxy(serverPort: number): Promise<ReplyLosingProxy> {
  let awaited: { readonly command: string; readonly lost: () => void } | undefined;
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1');
    let onLost: (() => void) | undefined;
    client.on('data', (sent: Buffer) => {
      if (awaited && sent.toString().toLowerCase().includes(awaited.command)) {
        onLost = awaited.lost;
        awaited = undefined;
      }
      server.write(sent);
    });
    server.on('data', (reply: Buffer) => {
      if (onLost === undefined) client.write(reply);
      else {
        client.destroy();
        onLost();
      }
    });
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => other.destroy());
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    port: address.port,
    loseNext: async (command) =>
      new Promise((resolve) => {
        awaited = { command, lost: resolve };
      }),
    async close() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}
