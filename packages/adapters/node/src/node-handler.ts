import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { type HttpResponse, json, type Server } from '@oauth/core/plugin';
import { NodeHttpRequest } from './node-http-request.js';
import { untouched } from './read-body.js';
import { send } from './send.js';
import { writeTogether } from './together.js';

/** A request of node:http or of the node:http2 compatibility API, with what frameworks add. */
export type NodeRequest = (IncomingMessage | Http2ServerRequest) & {
  /** Connect and Express keep the URL here when they strip a mount path from `url`. */
  readonly originalUrl?: string | undefined;
  /** What a body parser made of the body. */
  readonly body?: unknown;
};

/** The response that comes with a {@link NodeRequest}. */
export type NodeResponse = ServerResponse | Http2ServerResponse;

/** A request listener; with `next`, a Connect or Express middleware. */
export type NodeHandler = (request: NodeRequest, response: NodeResponse, next?: () => void) => void;

/** Options of {@link nodeHandler}. */
export interface NodeHandlerOptions {
  /**
   * Path and query of a request as they stand in the issuer's URL, where a proxy changed them.
   * Default: `originalUrl`, or `url` without it, so a mount path is a part of the issuer.
   */
  readonly url?: ((request: NodeRequest) => string) | undefined;
  /** Hears of what kept an answer from being written. The client gets a bare 500. */
  readonly onError?: ((error: unknown) => unknown) | undefined;
}

/**
 * Serves an authorization server over node:http, or as a middleware of whatever builds on it.
 * Mount it before body parsers. Without `next`, paths that the server does not have get its 404;
 * with `next`, they are passed on.
 *
 * @example createServer(nodeHandler(server)).listen(3000)
 */
export function nodeHandler(
  server: Pick<Server, 'handle' | 'canHandle'>,
  options: NodeHandlerOptions = {},
): NodeHandler {
  const { url: urlOf = originalUrl, onError } = options;
  return (incoming, outgoing, next) => {
    const url = urlOf(incoming);
    const respond = (): void => answer(server, url, incoming, outgoing, onError);
    if (next !== undefined && !server.canHandle(url)) next();
    // Mostly the body comes in one packet with the headers: one step on, it is in the buffer.
    else if (untouched(incoming)) void oneStep.then(respond);
    else respond();
  };
}

const oneStep = Promise.resolve();

function originalUrl({ originalUrl, url = '/' }: NodeRequest): string {
  return originalUrl ?? url;
}

/** Without `async`, which allocates half a kilobyte more for each request. */
function answer(
  server: Pick<Server, 'handle'>,
  url: string,
  incoming: NodeRequest,
  outgoing: NodeResponse,
  onError: NodeHandlerOptions['onError'],
): void {
  const request = new NodeHttpRequest(incoming, url);
  const fail = (error: unknown): void => {
    try {
      if (outgoing.headersSent) outgoing.destroy();
      else send(unexpected, incoming, outgoing);
    } catch {
      // What others have set on the response lets nothing be written.
      outgoing.destroy();
    }
    void report(onError, error);
  };
  const finish = (response: HttpResponse): void => {
    try {
      send(response, incoming, outgoing, request.bodyRead);
    } catch (error) {
      fail(error);
    }
  };
  try {
    server.handle(request).then((response) => writeTogether(finish, response), fail);
  } catch (error) {
    fail(error);
  }
}

const unexpected: HttpResponse = json(500, {
  error: 'server_error',
  error_description: 'The server met an unexpected condition.',
});

async function report(onError: NodeHandlerOptions['onError'], error: unknown): Promise<void> {
  try {
    await onError?.(error);
  } catch {
    // A broken log must not end the process.
  }
}
