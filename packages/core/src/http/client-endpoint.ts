import { authenticateClient } from '../client/authenticate-client.js';
import { isPublicClient } from '../client/client-metadata.js';
import type { Endpoint, EndpointContext } from '../contract/endpoint.js';
import type { HttpResponse } from '../contract/http.js';
import type { ClientRequest, FormRequest } from '../contract/requests.js';
import type { ServerContext } from '../contract/server-context.js';
import type { Awaitable } from '../contract/types.js';
import { andThen } from '../lib/and-then.js';
import { requestError } from './reasons.js';
import { splitUrl } from './url.js';

/** An endpoint that takes a posted form from an authenticated client. */
export interface ClientEndpointOptions {
  /** Below the issuer's path. */
  readonly path: string;
  /** Whether public clients, which prove nothing, may use it. */
  readonly clients: 'confidential' | 'any';
  /** See {@link Endpoint.cors}. */
  readonly cors?: 'any-origin' | 'listed-origins' | undefined;
  /** May be async. */
  readonly handle: (request: ClientRequest, server: ServerContext) => Awaitable<HttpResponse>;
}

/** An endpoint for forms of authenticated clients: POST, urlencoded, nothing in the query. */
export function clientEndpoint(options: ClientEndpointOptions): Endpoint {
  const { clients, handle } = options;
  return {
    ...options,
    methods: ['POST'],
    handle: (_http, server, context) =>
      andThen(readClientRequest(context, server, clients), (request) => handle(request, server)),
  };
}

/**
 * Reads the posted form and authenticates its client.
 *
 * @throws OAuthError `invalid_request`, `invalid_client`
 */
export function readClientRequest(
  context: EndpointContext,
  server: ServerContext,
  clients: 'confidential' | 'any',
): Awaitable<ClientRequest> {
  const form = readFormRequest(context, server);
  return andThen(form, (read) => authenticateSender(read, context, server, clients));
}

function readFormRequest(
  { request: http, endpoint }: EndpointContext,
  server: ServerContext,
): Awaitable<FormRequest> {
  if (http.url.includes('?') && splitUrl(http.url).query)
    throw requestError('request.query_not_allowed');
  return andThen(server.readForm(http), (parameters) => ({ http, endpoint, parameters }));
}

function authenticateSender(
  form: FormRequest,
  context: EndpointContext,
  server: ServerContext,
  clients: 'confidential' | 'any',
): Awaitable<ClientRequest> {
  return andThen(authenticateClient(form, server), (client) => {
    context.client = client;
    if (clients === 'confidential' && isPublicClient(client))
      throw requestError('client.has_no_secret');
    const { http, endpoint, parameters } = form;
    return { http, endpoint, parameters, client, now: server.now() };
  });
}
