import {
  callListener,
  checkOptionNames,
  collectFaults,
  ConfigurationError,
  json,
  type HttpResponse,
  type OptionNames,
  type Peer,
  type Server,
} from '@oauth/core/plugin';
import { readBody } from './read-body.js';
import { toResponse } from './to-response.js';

/**
 * Serves a web request, as Deno, Bun, workers and web frameworks call it. `Platform` is what a
 * platform passes beside the request, such as Deno's `info`, Bun's `server` or a worker's `env`.
 */
export type FetchHandler<Platform extends readonly unknown[] = []> = (
  request: Request,
  ...platform: Platform
) => Promise<Response>;

/** Options of {@link fetchHandler}. */
export interface FetchHandlerOptions<Platform extends readonly unknown[] = []> {
  /** Path and query of a request as they stand in the issuer's URL, where a proxy changed them. */
  readonly url?: ((request: Request) => string) | undefined;
  /** Called with what kept a response from being made. The client gets a bare 500. */
  readonly onError?: ((error: unknown) => unknown) | undefined;
  /**
   * The other end of the connection, which only the platform knows. It is called whenever the server
   * reads `peer`, and gets what the platform passes beside the request. Believe no header that the
   * platform or a proxy does not overwrite: a client can send any. Default: the peer is unknown.
   */
  readonly peer?: ((request: Request, ...platform: Platform) => Peer | undefined) | undefined;
}

const optionNames: OptionNames<FetchHandlerOptions> = { url: true, onError: true, peer: true };

/**
 * Serves an authorization server through web `Request` and `Response`. The body must not have been
 * read. Paths that the server does not have get its 404; call `server.canHandle(request.url)` first
 * where an app shares the origin.
 *
 * @throws ConfigurationError
 * @example Deno.serve(fetchHandler(server))
 */
export function fetchHandler<Platform extends readonly unknown[] = []>(
  server: Pick<Server, 'handle'>,
  options: FetchHandlerOptions<Platform> = {},
): FetchHandler<Platform> {
  const { url: getUrl = getRequestUrl, onError, peer: getPeer } = options;
  assertOptionNames(options);
  return async (request, ...platform) => {
    const { method } = request;
    try {
      const response = await server.handle({
        method,
        url: getUrl(request),
        headers: request.headers,
        text: (limit) => readBody(request, limit),
        get peer() {
          return getPeer?.(request, ...platform);
        },
      });
      return toResponse(response, method);
    } catch (error) {
      await callListener(onError, error);
      return toResponse(serverErrorResponse, method);
    }
  };
}

function getRequestUrl(request: Request): string {
  return request.url;
}

function assertOptionNames(options: object): void {
  const { faults } = collectFaults((check) => checkOptionNames(options, optionNames, check));
  if (faults.length > 0) throw new ConfigurationError(faults);
}

const serverErrorResponse: HttpResponse = json(500, {
  error: 'server_error',
  error_description: 'The server met an unexpected condition.',
});
