import { bodyTooLarge, type HttpRequest, type OAuthError } from '@oauth/core/plugin';
import { type NodeSocket, nodePeer } from './node-peer.js';
import { accessError } from './reasons.js';
import type { AccessTokenInfo } from './types.js';

/** The property in which a validated request carries what its token says. */
export const authProperty = Symbol('@oauth/resource');

/** The part of a node:http request that this package reads; requests of Express and Connect have it. */
export interface IncomingRequest {
  /** Set by `requireOAuth`, read by `getAuth`. A WeakMap would slow down each garbage collection. */
  [authProperty]?: AccessTokenInfo | undefined;
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** The whole URL, where Connect or Express has removed a mount path from `url`. */
  readonly originalUrl?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rawHeaders?: readonly string[] | undefined;
  /** The connection. One of TLS has the client's certificate. */
  readonly socket?: NodeSocket | undefined;
  /** The body as a body parser has parsed it. */
  readonly body?: unknown;
}

/** A node:http request as core reads it. The body stays with the body parser of the app. */
export function toHttpRequest(incoming: IncomingRequest): HttpRequest {
  const { method = 'GET', originalUrl, url = '/', headers, rawHeaders = [], socket } = incoming;
  return {
    method,
    url: originalUrl ?? url,
    headers: {
      get(name) {
        const key = name.toLowerCase();
        if (key === 'authorization') assertSingleAuthorization(rawHeaders);
        const value = headers[key];
        return typeof value === 'string' ? value : (value?.join(', ') ?? null);
      },
    },
    text: async (limit) => (hasBody(headers) ? formatTokenFields(incoming.body, limit) : ''),
    get peer() {
      return socket && nodePeer(socket);
    },
  };
}

/** Node keeps the first Authorization header and drops the others, so a proxy may have read another. */
function assertSingleAuthorization(rawHeaders: readonly string[]): void {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (isAuthorization(rawHeaders[index])) count += 1;
  if (count < 2) return;
  throw accessError('token.repeated');
}

function isAuthorization(name = ''): boolean {
  return name.length === 'authorization'.length && name.toLowerCase() === 'authorization';
}

/** @see https://www.rfc-editor.org/rfc/rfc9112#section-6 */
function hasBody(headers: IncomingRequest['headers']): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0;
}

/** The `access_token` fields of a parsed body, written as a form again. */
function formatTokenFields(body: unknown, limit: number): string {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) {
    if (body.length > limit) throw bodyTooLarge(limit);
    return new TextDecoder().decode(body);
  }
  const fields: [string, unknown][] = isPlainObject(body) ? Object.entries(body) : [];
  if (fields.length === 0) throw unparsedBody(body);
  const [, value = []] = fields.find(([name]) => name === 'access_token') ?? [];
  return new URLSearchParams(toTokenFields(value)).toString();
}

/** Parsers make a list of a single value from the field `access_token[]`, which is another field. */
function toTokenFields(value: unknown): [string, string][] {
  const values: readonly unknown[] = Array.isArray(value) && value.length !== 1 ? value : [value];
  return values.map((token) => ['access_token', typeof token === 'string' ? token : 'not a token']);
}

function isPlainObject(value: unknown): value is object {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/**
 * The body may hold a second token, so the request is refused. An absent body is the operator's
 * mistake. An empty one is what parsers make of a form without field names, and of other media types.
 */
function unparsedBody(body: unknown): OAuthError {
  return accessError(body === undefined ? 'request.body_unparsed' : 'request.body_without_fields');
}
