import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { nodeHandler } from '@oauth/adapter-node';
import { listen } from '@oauth/app-kit/listen';
import type { Server } from '@oauth/core';

/** A connection to a server on loopback, which stays open. */
export interface HttpConnection {
  /** Sends the text of a request; resolves to the text of its response. */
  readonly send: (request: string) => Promise<string>;
  readonly close: () => void;
}

/** Timeouts are off, as the connection is silent while stores are filled. */
const noTimeouts = { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 } as const;

/** Serves a server on loopback and connects to it. */
export async function connectOverHttp(server: Server): Promise<HttpConnection> {
  const http = createServer(noTimeouts, nodeHandler(server));
  const port = await listen(http);
  const socket = connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1');
  await once(socket, 'connect');
  return {
    send: async (request) => sendOn(socket, request),
    close() {
      socket.destroy();
      http.close();
    },
  };
}

function sendOn(socket: Socket, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let response = '';
    const onClose = (): void => reject(new Error('The connection was closed.'));
    const onData = (chunk: string): void => {
      response += chunk;
      if (!isComplete(response)) return;
      socket.off('data', onData).off('close', onClose);
      resolve(response);
    };
    socket.on('data', onData).on('close', onClose);
    socket.write(request);
  });
}

/** @see https://www.rfc-editor.org/rfc/rfc9112#section-6.2 */
function isComplete(response: string): boolean {
  const head = response.indexOf('\r\n\r\n');
  const [, length] = /\r\ncontent-length: (\d+)\r\n/i.exec(response) ?? [];
  return head >= 0 && response.length === head + 4 + Number(length);
}
