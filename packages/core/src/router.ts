import { refused, toOAuthError, type OAuthError } from './errors.js';
import { json, splitUrl, type HttpRequest, type HttpResponse } from './http.js';
import type { ServerOptions } from './options.js';
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
    return json(404, { error: 'not_found' });
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
      if (this.#available?.() === false)
        throw refused('temporarily_unavailable', 'server.unavailable');
      const endpoint = this.#server.endpoints.get(member);
      if (endpoint?.methods.includes(request.method) === false)
        throw refused('invalid_request', 'request.method_not_allowed', {
          status: 405,
          headers: { Allow: endpoint.methods.join(', ') },
        });
      return await run();
    } catch (thrown) {
      return this.#refuse(member, toOAuthError(thrown));
    }
  }

  #refuse(endpoint: string, error: OAuthError): HttpResponse {
    const { code, options } = error;
    const { reason, hint, cause, clientId } = options;
    const type = error.status >= 500 ? 'request.failed' : 'request.refused';
    this.#server.emit(type, { endpoint, reason, hint, cause, clientId, error: code });
    return error.toResponse();
  }
}
