import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Listening {
  readonly port: number;
  readonly origin: string;
  /** Ends it and its connections. */
  readonly stop: () => Promise<void>;
}

/** Serves on a free port of loopback until the test ends. */
export async function listening(listener: RequestListener): Promise<Listening> {
  const http = createServer(listener);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const stop = () => close(http);
  onTestFinished(stop);
  const address = http.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return { port: address.port, origin: `http://127.0.0.1:${address.port}`, stop };
}

function close(http: Server): Promise<void> {
  return new Promise((resolve) => {
    http.close(() => resolve());
    http.closeAllConnections();
  });
}

/** Sends bytes as they are, and resolves to all that comes back until the other side is silent. */
export function exchange(port: number, message: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(message));
    let answer = '';
    const done = (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
      if (isWhole(answer)) done();
    });
    socket.on('end', done).on('error', reject);
  });
}

function isWhole(answer: string): boolean {
  const [head = '', body] = answer.split('\r\n\r\n');
  if (body === undefined) return false;
  if (/transfer-encoding: chunked/i.test(head)) return answer.endsWith('0\r\n\r\n');
  return body.length >= Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
}
