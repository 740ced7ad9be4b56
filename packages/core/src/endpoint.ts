import { authenticateClient } from './client-authentication.js';
import { isPublic, type Client } from './client.js';
import { OAuthError, refused, toOAuthError } from './errors.js';
import { splitUrl, type HttpRequest, type HttpResponse } from './http.js';
import type { ClientRequest, Endpoint, FormRequest } from './plugin.js';
import type { ServerContext } from './server-context.js';
import type { Awaitable } from './types.js';

/** An endpoint that takes a posted form from an authenticated client. */
export interface ClientEndpointOptions {
  /** Below the issuer's path. */
  readonly path: string;
  /** Whether public clients, which prove nothing, may use it. */
  readonly clients: 'confidential' | 'any';
  handle(request: ClientRequest, server: ServerContext): Awaitable<HttpResponse>;
}

/** An endpoint for forms of authenticated clients: POST, urlencoded, nothing in the query. */
export function clientEndpoint(options: ClientEndpointOptions): Endpoint {
  return {
    path: options.path,
    methods: ['POST'],
    async handle(http, server) {
      const request = await readClientRequest(http, server, options.clients);
      try {
        return await options.handle(request, server);
      } catch (thrown) {
        throw toOAuthError(thrown).with({ clientId: request.client.client_id });
      }
    },
  };
}

/**
 * Reads the form and authenticates its sender.
 *
 * @throws OAuthError `invalid_request`, `invalid_client`
 */
export async function readClientRequest(
  http: HttpRequest,
  server: ServerContext,
  clients: 'confidential' | 'any',
): Promise<ClientRequest> {
  if (splitUrl(http.url).query !== '')
    throw refused('invalid_request', 'request.query_not_allowed');
  const parameters = await server.readForm(http);
  const client = await identify({ http, parameters }, server);
  if (clients === 'confidential' && isPublic(client))
    throw challenged(
      server,
      refused('invalid_client', 'client.has_no_secret', { clientId: client.client_id }),
    );
  return { http, parameters, client, now: server.now() };
}

async function identify(request: FormRequest, server: ServerContext): Promise<Client> {
  try {
    const find = (clientId: string): Awaitable<Client | undefined> => server.findClient(clientId);
    return await authenticateClient(request, server.clientAuthentication, find);
  } catch (thrown) {
    if (OAuthError.is(thrown) && thrown.code === 'invalid_client') throw challenged(server, thrown);
    throw thrown;
  }
}

/** A 401 has to name a way to authenticate (RFC 9110 section 11.6.1). */
function challenged(server: ServerContext, error: OAuthError): OAuthError {
  return error.with({ headers: { 'WWW-Authenticate': `Basic realm="${server.issuer}"` } });
}
