import type { Awaitable, HttpRequest, HttpResponse } from '@oauth/core';
import { json } from '@oauth/core/plugin';

/** Answers a request. */
export type Handler = (request: HttpRequest) => Awaitable<HttpResponse>;

/** The methods of one path. */
export type Route = Readonly<Partial<Record<'GET' | 'POST', Handler>>>;

/** Paths of the app's own, beside the OAuth server's endpoints. */
export type Routes = Readonly<Record<string, Route>>;

/** The path of a request's URL, which is a path with its query or absolute. */
export function pathOf(url: string): string {
  return /^(?:[^/?#]*:\/\/[^/?#]*)?([^?#]*)/.exec(url)?.[1] || '/';
}

/** What a URL asks for beside its path. No text is so broken that it would throw. */
export function queryOf(url: string): URLSearchParams {
  return new URLSearchParams(/^[^?#]*\?([^#]*)/.exec(url)?.[1]);
}

/** Answers by method; HEAD gets what GET does, without its body. */
export async function answer(route: Route, request: HttpRequest): Promise<HttpResponse> {
  const { GET, POST } = route;
  if (request.method === 'GET' && GET !== undefined) return GET(request);
  if (request.method === 'HEAD' && GET !== undefined) return { ...(await GET(request)), body: '' };
  if (request.method === 'POST' && POST !== undefined) return POST(request);
  const allow = [
    ...(GET === undefined ? [] : ['GET', 'HEAD']),
    ...(POST === undefined ? [] : ['POST']),
  ];
  const description = `The method must be ${allow.join(' or ')}.`;
  const body = { error: 'invalid_request', error_description: description };
  return json(405, body, { Allow: allow.join(', ') });
}
