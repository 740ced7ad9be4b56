import {
  callListener,
  checkOptionNames,
  collectFaults,
  ConfigurationError,
  json,
  type HttpResponse,
  type OptionNames,
  type Server,
} from '@oauth/core/plugin';
import { batchResponses } from './batch-responses.js';
import { NodeHttpRequest } from './node-http-request.js';
import type { NodeRequest, NodeResponse } from './node-request.js';
import { isUnread } from './read-body.js';
import { sendResponse } from './send-response.js';
import { createProxyRules, type ProxyRules, type TrustedProxy } from './trusted-proxy.js';

/** A request listener; with `next`, a Connect or Express middleware. */
export type NodeHandler = (request: NodeRequest, response: NodeResponse, next?: () => void) => void;

/** Options of {@link nodeHandler}. */
export interface NodeHandlerOptions {
  /**
   * Path and query of a request as they stand in the issuer's URL, where a proxy changed them.
   * Default: `originalUrl`, or `url` without it, so a mount path is a part of the issuer.
   */
  readonly url?: ((request: NodeRequest) => string) | undefined;
  /** Called with what kept a response from being sent. The client gets a bare 500. */
  readonly onError?: ((error: unknown) => unknown) | undefined;
  /** Which headers of a proxy tell the peer of a request. Default: no header is believed. */
  readonly trustedProxy?: TrustedProxy | undefined;
}

const optionNames: OptionNames<NodeHandlerOptions> = {
  url: true,
  onError: true,
  trustedProxy: true,
};

/**
 * Serves an authorization server over node:http, or as a middleware of any framework that builds on
 * it. Mount it before body parsers. Without `next`, paths that the server does not have get its 404;
 * with `next`, they are passed on.
 *
 * @throws ConfigurationError
 * @example createServer(nodeHandler(server)).listen(3000)
 */
export function nodeHandler(
  server: Pick<Server, 'handle' | 'canHandle'>,
  options: NodeHandlerOptions = {},
): NodeHandler {
  const { url: getUrl = getOriginalUrl, onError } = options;
  const proxy = checkOptions(options);
  return (incoming, outgoing, next) => {
    const url = getUrl(incoming);
    const serve = (): void =>
      serveRequest(server, new NodeHttpRequest(incoming, url, proxy), outgoing, onError);
    if (next !== undefined && !server.canHandle(url)) next();
    // Mostly the body arrives in the packet of the headers: a microtask later the stream holds it.
    else if (isUnread(incoming)) void nextMicrotask.then(serve);
    else serve();
  };
}

function checkOptions(options: NodeHandlerOptions): ProxyRules | undefined {
  const { made, faults } = collectFaults((check) => {
    checkOptionNames(options, optionNames, check);
    return options.trustedProxy && createProxyRules(options.trustedProxy, check);
  });
  if (faults.length > 0) throw new ConfigurationError(faults);
  return made;
}

const nextMicrotask = Promise.resolve();

function getOriginalUrl({ originalUrl, url = '/' }: NodeRequest): string {
  return originalUrl ?? url;
}

/** Without `async`, which allocates half a kilobyte more for each request. */
function serveRequest(
  server: Pick<Server, 'handle'>,
  request: NodeHttpRequest,
  outgoing: NodeResponse,
  onError: NodeHandlerOptions['onError'],
): void {
  const { incoming } = request;
  const sendServerError = (error: unknown): void => {
    try {
      if (outgoing.headersSent) outgoing.destroy();
      else sendResponse(serverErrorResponse, incoming, outgoing);
    } catch {
      // A header that another middleware has set on the response keeps node from sending anything.
      outgoing.destroy();
    }
    void callListener(onError, error);
  };
  const sendOrFail = (response: HttpResponse): void => {
    try {
      sendResponse(response, incoming, outgoing, request.bodyRead);
    } catch (error) {
      sendServerError(error);
    }
  };
  try {
    server
      .handle(request)
      .then((response) => batchResponses(sendOrFail, response), sendServerError);
  } catch (error) {
    sendServerError(error);
  }
}

const serverErrorResponse: HttpResponse = json(500, {
  error: 'server_error',
  error_description: 'The server met an unexpected condition.',
});
