import { json, type HttpRequest, type HttpResponse } from '@oauth/core';
import type { Config } from '../config/config.js';
import { answer, pathOf, type Routes } from '../http/routes.js';
import { oauthServer, type ServerParts } from './oauth-server.js';

/** The whole server: OAuth endpoints and the app's own paths. */
export interface App {
  /** URLs of the OAuth endpoints by their names in the metadata, without `_endpoint`. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Answers any request. It never throws or rejects. */
  handle(request: HttpRequest): Promise<HttpResponse>;
  /** It answers at every path. */
  handles(): boolean;
}

/**
 * Puts the server of a configuration together.
 *
 * @throws ConfigurationError
 */
export function createApp(config: Config, parts: ServerParts): App {
  const server = oauthServer(config, parts);
  const routes: Routes = {
    '/healthz': { GET: () => json(200, { status: 'ok' }) },
  };
  const byPath = new Map(Object.entries(routes));
  return {
    endpoints: Object.fromEntries(
      Array.from(server.context.endpoints.keys(), (member) => [
        member.replace(/_endpoint$/, ''),
        server.context.endpointUrl(member),
      ]),
    ),
    handles: () => true,
    async handle(request) {
      const route = byPath.get(pathOf(request.url));
      return route === undefined ? server.handle(request) : answer(route, request);
    },
  };
}
