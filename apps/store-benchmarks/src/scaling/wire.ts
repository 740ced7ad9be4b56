import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { nodeHandler } from '@oauth/adapter-node';
import type { Server } from '@oauth/core';

/** A server that listens on loopback, and one connection to it that stays open. */
export interface Wire {
  /** Sends the text of a request; resolves to that of the answer. */
  readonly send: (request: string) => Promise<string>;
  readonly close: () => void;
}

/** Closes no connection that is silent, as it is while stores are filled. */
const patient = { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 } as const;

export async function wireTo(server: Server): Promise<Wire> {
  const http = createServer(patient, nodeHandler(server));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  const socket = connect(address.port, address.address).setNoDelay().setEncoding('latin1');
  await once(socket, 'connect');
  return {
    send: async (request) =>
      new Promise((resolve, reject) => {
        let answer = '';
        const fail = (): void => reject(new Error('The connection ended.'));
        const take = (chunk: string): void => {
          answer += chunk;
          if (!isWhole(answer)) return;
          socket.off('data', take).off('close', fail);
          resolve(answer);
        };
        socket.on('data', take).on('close', fail);
        socket.write(request);
      }),
    close() {
      socket.destroy();
      http.close();
    },
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc9112#section-6.2 */
function isWhole(answer: string): boolean {
  const head = answer.indexOf('\r\n\r\n');
  const [, length] = /\r\ncontent-length: (\d+)\r\n/i.exec(answer) ?? [];
  return head >= 0 && answer.length === head + 4 + Number(length);
}
