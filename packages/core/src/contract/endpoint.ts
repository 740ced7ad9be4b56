import type { Client } from './client.js';
import type { HttpRequest, HttpResponse } from './http.js';
import type { ServerContext } from './server-context.js';
import type { Awaitable } from './types.js';

/** A request on its way through an endpoint. */
export interface EndpointContext {
  readonly request: HttpRequest;
  /** Metadata member of the endpoint. */
  readonly endpoint: string;
  /** Set once the client is authenticated. */
  client?: Client;
}

/** One endpoint, registered by its metadata member (`introspection_endpoint`). */
export interface Endpoint {
  /**
   * Below the issuer's path, or made from that path for locations that begin at the root, as
   * well-known ones do. The server option `paths` can replace it.
   */
  readonly path: string | ((issuerPath: string) => string);
  /**
   * Which pages may read responses in a browser, under the plugin `cors`: those of any origin, or of
   * origins that the server or the client lists.
   */
  readonly cors?: 'any-origin' | 'listed-origins' | undefined;
  /** Other methods are answered with 405. */
  readonly methods: readonly string[];
  /** May be async. What it throws is answered as a JSON error. */
  handle(
    request: HttpRequest,
    server: ServerContext,
    context: EndpointContext,
  ): Awaitable<HttpResponse>;
}

/** Answers a request to an endpoint, mostly by calling `next`, which never rejects. */
export type Middleware = (
  context: EndpointContext,
  server: ServerContext,
  next: () => Promise<HttpResponse>,
) => Promise<HttpResponse>;
