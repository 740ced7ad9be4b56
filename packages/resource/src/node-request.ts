import { bodyTooLarge, type HttpRequest, OAuthError } from '@oauth/core/plugin';
import type { AccessTokenInfo } from './types.js';

/** Where a request that was let pass carries what its token says. */
export const verified = Symbol('@oauth/resource');

/** What is needed of a node:http request, Express's and Connect's among them. */
export interface IncomingRequest {
  /** Set by `requireOAuth`, read by `authOf`. A WeakMap would make each garbage collection slower. */
  [verified]?: AccessTokenInfo | undefined;
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** Connect and Express keep the URL here when they strip a mount path from `url`. */
  readonly originalUrl?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rawHeaders?: readonly string[] | undefined;
  /** What a body parser made of the body. */
  readonly body?: unknown;
}

/** A node:http request as core sees it. The body is left to whoever parses it. */
export function nodeRequest(incoming: IncomingRequest): HttpRequest {
  const { method = 'GET', originalUrl, url = '/', headers, rawHeaders = [] } = incoming;
  return {
    method,
    url: originalUrl ?? url,
    headers: {
      get(name) {
        const key = name.toLowerCase();
        if (key === 'authorization') refuseRepeated(rawHeaders);
        const value = headers[key];
        return typeof value === 'string' ? value : (value?.join(', ') ?? null);
      },
    },
    text: async (limit) => (hasBody(headers) ? tokensIn(incoming.body, limit) : ''),
  };
}

/** Node keeps the first Authorization header and drops the others without a word. */
function refuseRepeated(rawHeaders: readonly string[]): void {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (isAuthorization(rawHeaders[at])) count += 1;
  if (count < 2) return;
  throw new OAuthError('invalid_request', {
    reason: 'token.repeated',
    description: 'The Authorization header must not be sent more than once.',
  });
}

function isAuthorization(name = ''): boolean {
  return name.length === 'authorization'.length && name.toLowerCase() === 'authorization';
}

/** @see https://www.rfc-editor.org/rfc/rfc9112#section-6 */
function hasBody(headers: IncomingRequest['headers']): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0;
}

/** The form again, as far as it matters here. */
function tokensIn(body: unknown, limit: number): string {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) {
    if (body.length > limit) throw bodyTooLarge(limit);
    return new TextDecoder().decode(body);
  }
  const fields: [string, unknown][] = isPlainObject(body) ? Object.entries(body) : [];
  if (fields.length === 0) throw unparsed(body);
  const [, value = []] = fields.find(([name]) => name === 'access_token') ?? [];
  return new URLSearchParams(asPairs(value)).toString();
}

/** A list of one is what parsers make of `access_token[]`, another name. */
function asPairs(value: unknown): [string, string][] {
  const values: readonly unknown[] = Array.isArray(value) && value.length !== 1 ? value : [value];
  return values.map((one) => ['access_token', typeof one === 'string' ? one : 'not a token']);
}

function isPlainObject(value: unknown): value is object {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/**
 * Whether a token is in it nobody can tell, so nobody may pass. A missing body is the operator's
 * mistake; an empty one is what parsers make of a form without a name, and some of everything else.
 */
function unparsed(body: unknown): OAuthError {
  return new OAuthError(body === undefined ? 'server_error' : 'invalid_request', {
    reason: 'request.body_unparsed',
    description: 'The request body could not be read.',
    hint: 'With bearerIn.body, mount a body parser such as express.urlencoded() before requireOAuth.',
  });
}
