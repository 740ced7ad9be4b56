import { OAuthError, toOAuthError } from './errors.js';
import { json, splitUrl, type HttpRequest, type HttpResponse } from './http.js';
import type { ServerOptions } from './options.js';
import type { Endpoint } from './plugin.js';
import type { ServerContext } from './server-context.js';
import type { Awaitable } from './types.js';

/** Brings requests to endpoints and errors to answers. */
export class Router {
  readonly #server: ServerContext;
  readonly #available: (() => boolean) | undefined;
  readonly #byPath = new Map<string, string>();

  constructor(server: ServerContext, options: Pick<ServerOptions, 'available'>) {
    this.#server = server;
    this.#available = options.available;
    for (const member of server.endpoints.keys())
      this.#byPath.set(new URL(server.endpointUrl(member)).pathname, member);
  }

  handles(url: string): boolean {
    return this.#byPath.has(splitUrl(url).path);
  }

  async handle(request: HttpRequest): Promise<HttpResponse> {
    const member = this.#byPath.get(splitUrl(request.url).path);
    if (member !== undefined) return this.respond(member, request);
    return json(404, { error: 'not_found', error_description: 'No endpoint at this path.' });
  }

  async respond(member: string, request: HttpRequest): Promise<HttpResponse> {
    const endpoint = this.#server.endpoints.get(member);
    if (endpoint === undefined) throw new TypeError(`no endpoint is registered as ${member}`);
    return this.answer(member, request, () => endpoint.handle(request, this.#server));
  }

  /** Runs what an endpoint does, and turns whatever goes wrong into its answer and an event. */
  async answer(
    member: string,
    request: HttpRequest,
    run: () => Awaitable<HttpResponse>,
  ): Promise<HttpResponse> {
    try {
      if (this.#available?.() === false) throw unavailable();
      const endpoint = this.#server.endpoints.get(member);
      if (endpoint && !endpoint.methods.includes(request.method)) throw wrongMethod(endpoint);
      return await run();
    } catch (thrown) {
      return this.#refuse(member, toOAuthError(thrown));
    }
  }

  #refuse(endpoint: string, error: OAuthError): HttpResponse {
    const { reason, hint, cause, clientId, code } = error;
    const type = error.status >= 500 ? 'request.failed' : 'request.refused';
    this.#server.emit(type, { endpoint, reason, hint, cause, clientId, error: code });
    return error.toResponse();
  }
}

function wrongMethod({ methods }: Endpoint): OAuthError {
  return new OAuthError('invalid_request', {
    reason: 'request.method',
    description: `The method must be ${methods.join(' or ')}.`,
    status: 405,
    headers: { Allow: methods.join(', ') },
  });
}

function unavailable(): OAuthError {
  return new OAuthError('temporarily_unavailable', {
    reason: 'server.unavailable',
    description: 'The server is not available right now.',
  });
}
