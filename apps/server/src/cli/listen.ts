import { createServer, type Server } from 'node:http';
import { listen } from '@oauth/app-kit/listen';
import type { ListenConfig } from '../config/config.js';

/** Thrown when the server cannot listen; the message says why and what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** A server that listens and has no request listener yet. */
export interface ListeningServer {
  readonly http: Server;
  /** The actual port, where the configured port is 0. */
  readonly port: number;
}

/**
 * Starts to listen. The caller has to add a request listener in the same turn in which it gets the
 * server: from then on requests arrive.
 *
 * @throws ListenError
 */
export async function startListening({ host, port }: ListenConfig): Promise<ListeningServer> {
  const http = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 });
  try {
    return { http, port: await listen(http, { host, port }) };
  } catch (thrown) {
    throw new ListenError(formatListenError(thrown, host, port), { cause: thrown });
  }
}

function formatListenError(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is in use. Choose another with --port, or stop what listens there.`;
  if (code === 'EACCES')
    return `This user may not listen on port ${port}. Choose a port above 1023 with --port.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is no address of this machine. Change listen.host in the configuration.`;
  return `Cannot listen on ${host}:${port}: ${error instanceof Error ? error.message : String(error)}`;
}
