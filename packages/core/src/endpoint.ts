import { andThen } from './after.js';
import { authenticateClient } from './client-authentication.js';
import { isPublicClient } from './client.js';
import { refused } from './errors.js';
import { splitUrl, type HttpResponse } from './http.js';
import type { EndpointContext, ClientRequest, Endpoint } from './plugin.js';
import type { ServerContext } from './server-context.js';
import type { Awaitable } from './types.js';

/** An endpoint that takes a posted form from an authenticated client. */
export interface ClientEndpointOptions {
  /** Below the issuer's path. */
  readonly path: string;
  /** Whether public clients, which prove nothing, may use it. */
  readonly clients: 'confidential' | 'any';
  /** See {@link Endpoint.cors}. */
  readonly cors?: 'anybody' | 'listed' | undefined;
  readonly handle: (request: ClientRequest, server: ServerContext) => Awaitable<HttpResponse>;
}

/** An endpoint for forms of authenticated clients: POST, urlencoded, nothing in the query. */
export function clientEndpoint(options: ClientEndpointOptions): Endpoint {
  const { clients, handle } = options;
  return {
    ...options,
    methods: ['POST'],
    handle: (_http, server, call) =>
      withClient(call, server, clients, (request) => handle(request, server)),
  };
}

/**
 * Reads the form and authenticates its sender.
 *
 * @throws OAuthError `invalid_request`, `invalid_client`, and what `run` throws
 */
export function withClient<T>(
  call: EndpointContext,
  server: ServerContext,
  clients: 'confidential' | 'any',
  run: (request: ClientRequest) => Awaitable<T>,
): Awaitable<T> {
  const http = call.request;
  if (http.url.includes('?') && splitUrl(http.url).query)
    throw refused('invalid_request', 'request.query_not_allowed');
  return andThen(server.readForm(http), (parameters) =>
    andThen(authenticateClient({ http, parameters }, server), (client) => {
      call.client = client;
      if (clients === 'confidential' && isPublicClient(client))
        throw refused('invalid_client', 'client.has_no_secret');
      return run({ http, parameters, client, now: server.now() });
    }),
  );
}
