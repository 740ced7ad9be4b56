import { type HttpRequest, type HttpResponse, json } from '@oauth/core/plugin';
import type { ProtectedResourceOptions } from './options.js';

/** The document that tells clients which authorization server to use; adapters serve it like a server. */
export interface ResourceMetadata {
  /** URL of the document, as challenges name it. */
  readonly url: string;
  /** Where `handle` serves the document: at the path of `url`, and at the root. */
  readonly paths: readonly string[];
  /** Whether `handle` serves the document at this URL's path. */
  readonly canHandle: (url: string) => boolean;
  /** Answers requests for the document. It never rejects. */
  readonly handle: (request: HttpRequest) => Promise<HttpResponse>;
}

const wellKnownPath = '/.well-known/oauth-protected-resource';
const readMethods = 'GET, HEAD';
const anyOrigin = { 'Access-Control-Allow-Origin': '*' };
const preflightResponse: HttpResponse = {
  status: 204,
  headers: {
    ...anyOrigin,
    'Access-Control-Allow-Methods': readMethods,
    'Access-Control-Allow-Headers': '*',
    'Access-Control-Max-Age': '600',
  },
  body: '',
};

/**
 * The metadata document, at the location that ends with the resource's path and at the root.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-3
 */
export function resourceMetadata(options: ProtectedResourceOptions): ResourceMetadata {
  const { origin, pathname, search } = new URL(options.resource);
  const suffix = pathname === '/' ? '' : pathname;
  const paths = [...new Set([wellKnownPath + suffix, wellKnownPath])];
  const canHandle = (url: string): boolean => paths.includes(getPath(url));
  const document = buildDocument(options);
  return {
    url: origin + wellKnownPath + suffix + search,
    paths,
    canHandle,
    async handle({ method, url }) {
      if (!canHandle(url)) return json(404, { error: 'not_found' });
      if (method === 'GET') return document;
      if (method === 'HEAD') return { ...document, body: '' };
      if (method === 'OPTIONS') return preflightResponse;
      const headers = { ...anyOrigin, Allow: `${readMethods}, OPTIONS` };
      return json(405, { error: 'invalid_request' }, headers);
    },
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc9728#section-2 */
function buildDocument(options: ProtectedResourceOptions): HttpResponse {
  const tokenPlaces = [
    'header',
    ...(options.allowTokenInBody === true ? ['body'] : []),
    ...(options.allowTokenInQuery === true ? ['query'] : []),
  ];
  const senders = Object.values(options.senders ?? {});
  const members = {
    ...Object.fromEntries(senders.flatMap(({ metadata = {} }) => Object.entries(metadata))),
    resource: options.resource,
    authorization_servers: options.authorizationServers,
    scopes_supported: options.scopesSupported,
    bearer_methods_supported: tokenPlaces,
  };
  const headers = {
    ...anyOrigin,
    'Content-Type': 'application/json;charset=UTF-8',
    'Cache-Control': 'public, max-age=3600',
  };
  return { status: 200, headers, body: JSON.stringify(members) };
}

/** Never throws: an attacker can send a request line that is not a URL. */
function getPath(url: string): string {
  return /^(?:https?:\/\/[^/?#]*)?([^?#]*)/i.exec(url)?.[1] ?? '';
}
