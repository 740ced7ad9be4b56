import type { Awaitable, HttpRequest, HttpResponse } from '@oauth/core';
import { json } from '@oauth/core/plugin';

/** Makes the response to a request. */
export type RouteHandler = (request: HttpRequest) => Awaitable<HttpResponse>;

/** The handlers of one path by method. */
export type Route = Readonly<Partial<Record<'GET' | 'POST', RouteHandler>>>;

/** The app's own routes by path, beside the endpoints of core's server. */
export type Routes = Readonly<Record<string, Route>>;

/** The path of a request's URL, which is absolute or begins with the path. Never throws. */
export function parsePath(url: string): string {
  return /^(?:[^/?#]*:\/\/[^/?#]*)?([^?#]*)/.exec(url)?.[1] || '/';
}

/** The query of a request's URL. Never throws. */
export function parseQuery(url: string): URLSearchParams {
  return new URLSearchParams(/^[^?#]*\?([^#]*)/.exec(url)?.[1]);
}

/** Handles a request by its method. HEAD gets the response to GET without the body. */
export async function handleRoute(route: Route, request: HttpRequest): Promise<HttpResponse> {
  const { GET, POST } = route;
  if (request.method === 'GET' && GET !== undefined) return GET(request);
  if (request.method === 'HEAD' && GET !== undefined) return { ...(await GET(request)), body: '' };
  if (request.method === 'POST' && POST !== undefined) return POST(request);
  const allowed = [
    ...(GET === undefined ? [] : ['GET', 'HEAD']),
    ...(POST === undefined ? [] : ['POST']),
  ];
  const description = `The method must be ${allowed.join(' or ')}.`;
  const body = { error: 'invalid_request', error_description: description };
  return json(405, body, { Allow: allowed.join(', ') });
}
