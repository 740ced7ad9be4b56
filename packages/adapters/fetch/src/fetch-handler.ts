import { type HttpResponse, json, type Server } from '@oauth/core/plugin';
import { readBody } from './read-body.js';
import { toResponse } from './to-response.js';

/** From a web request to its answer, as Deno, Bun, workers and web frameworks take it. */
export type FetchHandler = (request: Request) => Promise<Response>;

/** Options of {@link fetchHandler}. */
export interface FetchHandlerOptions {
  /** Path and query of a request as they stand in the issuer's URL, where something changed them. */
  readonly url?: ((request: Request) => string) | undefined;
  /** Hears of what kept an answer from being made. The client gets a bare 500. */
  readonly onError?: ((error: unknown) => unknown) | undefined;
}

/**
 * Serves an authorization server through web `Request` and `Response`. The body must not have been
 * read. Paths that the server does not have get its 404; ask `server.handles(request.url)` first
 * where others share the origin.
 *
 * @example Deno.serve(fetchHandler(server))
 */
export function fetchHandler(
  server: Pick<Server, 'handle'>,
  options: FetchHandlerOptions = {},
): FetchHandler {
  const { url: urlOf = ownUrl, onError } = options;
  return async (request) => {
    const { method } = request;
    try {
      const response = await server.handle({
        method,
        url: urlOf(request),
        headers: request.headers,
        text: (limit) => readBody(request, limit),
      });
      return toResponse(response, method);
    } catch (error) {
      await report(onError, error);
      return toResponse(unexpected, method);
    }
  };
}

function ownUrl(request: Request): string {
  return request.url;
}

const unexpected: HttpResponse = json(500, {
  error: 'server_error',
  error_description: 'The server met an unexpected condition.',
});

async function report(onError: FetchHandlerOptions['onError'], error: unknown): Promise<void> {
  try {
    await onError?.(error);
  } catch {
    // A broken log must not cost the answer.
  }
}
