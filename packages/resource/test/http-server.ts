import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';

export interface RunningServer {
  readonly port: number;
  readonly origin: string;
  /** Closes the server and its connections. */
  readonly stop: () => Promise<void>;
}

/** Listens on a free port of loopback until the test ends. */
export async function startHttpServer(listener: RequestListener): Promise<RunningServer> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => closeServer(server);
  onTestFinished(stop);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return { port: address.port, origin: `http://127.0.0.1:${address.port}`, stop };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Sends bytes unchanged, and resolves to the response. */
export function sendRawRequest(port: number, message: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(message));
    let response = '';
    const finish = (): void => {
      socket.destroy();
      resolve(response);
    };
    socket.setEncoding('utf8').on('data', (text: string) => {
      response += text;
      if (isCompleteResponse(response)) finish();
    });
    socket.on('end', finish).on('error', reject);
  });
}

function isCompleteResponse(response: string): boolean {
  const [head = '', body] = response.split('\r\n\r\n');
  if (body === undefined) return false;
  if (/transfer-encoding: chunked/i.test(head)) return response.endsWith('0\r\n\r\n');
  return body.length >= Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
}
