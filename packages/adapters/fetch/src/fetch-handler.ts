import { json, type HttpResponse, type Server } from '@oauth/core';
import { readBody } from './read-body.js';
import { toResponse } from './to-response.js';

/** Serves a web request, as Deno, Bun, workers and web frameworks call it. */
export type FetchHandler = (request: Request) => Promise<Response>;

/** Options of {@link fetchHandler}. */
export interface FetchHandlerOptions {
  /** Path and query of a request as they stand in the issuer's URL, where a proxy changed them. */
  readonly url?: ((request: Request) => string) | undefined;
  /** Called with what kept a response from being made. The client gets a bare 500. */
  readonly onError?: ((error: unknown) => unknown) | undefined;
}

/**
 * Serves an authorization server through web `Request` and `Response`. The body must not have been
 * read. Paths that the server does not have get its 404; call `server.canHandle(request.url)` first
 * where an app shares the origin.
 *
 * @example Deno.serve(fetchHandler(server))
 */
export function fetchHandler(
  server: Pick<Server, 'handle'>,
  options: FetchHandlerOptions = {},
): FetchHandler {
  const { url: getUrl = getRequestUrl, onError } = options;
  return async (request) => {
    const { method } = request;
    try {
      const response = await server.handle({
        method,
        url: getUrl(request),
        headers: request.headers,
        text: (limit) => readBody(request, limit),
      });
      return toResponse(response, method);
    } catch (error) {
      await callOnError(onError, error);
      return toResponse(serverErrorResponse, method);
    }
  };
}

function getRequestUrl(request: Request): string {
  return request.url;
}

const serverErrorResponse: HttpResponse = json(500, {
  error: 'server_error',
  error_description: 'The server met an unexpected condition.',
});

async function callOnError(onError: FetchHandlerOptions['onError'], error: unknown): Promise<void> {
  try {
    await onError?.(error);
  } catch {
    // A logger that fails must not cost the client its response.
  }
}
