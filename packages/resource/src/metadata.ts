import { json, type HttpRequest, type HttpResponse } from '@oauth/core';
import type { ProtectedResourceOptions } from './options.js';

/** Where clients learn which authorization server to go to. */
export interface ResourceMetadata {
  /** URL of the document, as challenges name it. */
  readonly url: string;
  /** Whether `handle` answers at this URL's path. */
  handles(url: string): boolean;
  /** Answers GET and HEAD for the document. */
  handle(request: HttpRequest): HttpResponse;
}

const wellKnown = '/.well-known/oauth-protected-resource';

/**
 * The metadata document, at the location that the resource's path is appended to and at the root.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-3
 */
export function resourceMetadata(options: ProtectedResourceOptions): ResourceMetadata {
  const { origin, pathname, search } = new URL(options.resource);
  const suffix = pathname === '/' ? '' : pathname;
  const places = new Set([wellKnown, wellKnown + suffix]);
  const methods = [
    'header',
    ...(options.bearerIn?.body === true ? ['body'] : []),
    ...(options.bearerIn?.query === true ? ['query'] : []),
  ];
  const document = json(
    200,
    {
      resource: options.resource,
      authorization_servers: options.authorizationServers,
      scopes_supported: options.scopesSupported,
      bearer_methods_supported: methods,
    },
    { 'Cache-Control': 'public, max-age=3600', 'Access-Control-Allow-Origin': '*' },
  );
  return {
    url: origin + wellKnown + suffix + search,
    handles: (url) => places.has(pathOf(url)),
    handle({ method }) {
      if (method === 'GET') return document;
      if (method === 'HEAD') return { ...document, body: '' };
      return json(405, { error: 'invalid_request' }, { Allow: 'GET, HEAD' });
    },
  };
}

function pathOf(url: string): string {
  return new URL(url, 'https://any.example').pathname;
}
