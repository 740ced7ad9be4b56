import { type HttpRequest, type HttpResponse, json } from '@oauth/core/plugin';
import type { ProtectedResourceOptions } from './options.js';

/** Where clients learn which authorization server to go to; adapters serve it like a server. */
export interface ResourceMetadata {
  /** URL of the document, as challenges name it. */
  readonly url: string;
  /** Where `handle` has the document: at the path of `url`, and at the root. */
  readonly paths: readonly string[];
  /** Whether `handle` has the document at this URL's path. */
  readonly canHandle: (url: string) => boolean;
  /** Answers requests for the document. It never rejects. */
  readonly handle: (request: HttpRequest) => Promise<HttpResponse>;
}

const wellKnown = '/.well-known/oauth-protected-resource';
const methods = 'GET, HEAD';
const forAnybody = { 'Access-Control-Allow-Origin': '*' };
const preflight: HttpResponse = {
  status: 204,
  headers: {
    ...forAnybody,
    'Access-Control-Allow-Methods': methods,
    'Access-Control-Allow-Headers': '*',
    'Access-Control-Max-Age': '600',
  },
  body: '',
};

/**
 * The metadata document, at the location that the resource's path is appended to and at the root.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9728#section-3
 */
export function resourceMetadata(options: ProtectedResourceOptions): ResourceMetadata {
  const { origin, pathname, search } = new URL(options.resource);
  const suffix = pathname === '/' ? '' : pathname;
  const paths = [...new Set([wellKnown + suffix, wellKnown])];
  const canHandle = (url: string): boolean => paths.includes(pathOf(url));
  const document = asDocument(options);
  return {
    url: origin + wellKnown + suffix + search,
    paths,
    canHandle,
    async handle({ method, url }) {
      if (!canHandle(url)) return json(404, { error: 'not_found' });
      if (method === 'GET') return document;
      if (method === 'HEAD') return { ...document, body: '' };
      if (method === 'OPTIONS') return preflight;
      const allowed = { ...forAnybody, Allow: `${methods}, OPTIONS` };
      return json(405, { error: 'invalid_request' }, allowed);
    },
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc9728#section-2 */
function asDocument(options: ProtectedResourceOptions): HttpResponse {
  const { body = false, query = false } = options.bearerIn ?? {};
  const members = {
    resource: options.resource,
    authorization_servers: options.authorizationServers,
    scopes_supported: options.scopesSupported,
    bearer_methods_supported: ['header', ...(body ? ['body'] : []), ...(query ? ['query'] : [])],
  };
  const headers = {
    ...forAnybody,
    'Content-Type': 'application/json;charset=UTF-8',
    'Cache-Control': 'public, max-age=3600',
  };
  return { status: 200, headers, body: JSON.stringify(members) };
}

/** Takes any text, as a request line may hold any. */
function pathOf(url: string): string {
  return /^(?:https?:\/\/[^/?#]*)?([^?#]*)/i.exec(url)?.[1] ?? '';
}
