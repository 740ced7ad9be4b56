import { createServer, type Server } from 'node:http';
import type { ListenConfig } from '../config/config.js';

/** Thrown when the address cannot be listened on; the message says why and what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** A server that listens. */
export interface Listening {
  readonly http: Server;
  /** The port it got. */
  readonly port: number;
}

/**
 * Starts to listen. No request can arrive before the caller's next turn, in which it says who
 * answers.
 *
 * @throws ListenError
 */
export async function listen({ host, port }: ListenConfig): Promise<Listening> {
  const http = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 });
  await new Promise<void>((resolve, reject) => {
    http.once('error', (error) => reject(new ListenError(explain(error, host, port))));
    http.listen({ host, port }, resolve);
  });
  const address = http.address();
  return { http, port: typeof address === 'object' && address !== null ? address.port : port };
}

function explain(error: Error, host: string, port: number): string {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is in use. Choose another with --port, or stop what listens there.`;
  if (code === 'EACCES')
    return `This user may not listen on port ${port}. Choose one above 1023 with --port.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is no address of this machine. Change listen.host in the configuration.`;
  return `Cannot listen on ${host}:${port}: ${error.message}`;
}
