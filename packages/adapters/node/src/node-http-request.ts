import { OAuthError, type Awaitable, type HttpRequest } from '@oauth/core';
import type { NodeRequest } from './node-handler.js';
import { hasArrived, isUnread, readBody, readBufferedBody } from './read-body.js';

/** A request of node:http as core takes it; each part is read when core asks for it. */
export class NodeHttpRequest implements HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: NodeHeaders;
  readonly incoming: NodeRequest;
  /** Whether all of the body was read, though node may not have said yet that it ends there. */
  bodyRead = false;

  constructor(incoming: NodeRequest, url: string) {
    this.method = incoming.method ?? '';
    this.url = url;
    this.headers = new NodeHeaders(incoming);
    this.incoming = incoming;
  }

  text(limit: number): Awaitable<string> {
    const { incoming } = this;
    this.bodyRead = isUnread(incoming) && hasArrived(incoming);
    return this.bodyRead ? readBufferedBody(incoming, limit) : readBody(incoming, limit);
  }
}

class NodeHeaders {
  readonly #incoming: NodeRequest;

  constructor(incoming: NodeRequest) {
    this.#incoming = incoming;
  }

  /** Reads `headers`, not `rawHeaders`: a middleware may have removed an untrusted header. */
  get(name: string): string | null {
    const key = name.toLowerCase();
    const value: unknown = this.#incoming.headers[key];
    if (value === undefined) return null;
    if (key === 'authorization') assertSingleAuthorization(this.#incoming.rawHeaders);
    if (Array.isArray(value)) return value.join(', ');
    return typeof value === 'string' ? value : null;
  }
}

/** Node silently keeps the first Authorization header; a proxy in front may have checked the last. */
function assertSingleAuthorization(rawHeaders: readonly string[]): void {
  let found = false;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length !== 13 || name.toLowerCase() !== 'authorization') continue;
    if (found) throw repeatedAuthorization();
    found = true;
  }
}

function repeatedAuthorization(): OAuthError {
  return new OAuthError('invalid_request', {
    reason: 'request.repeated_authorization',
    description: 'The Authorization header must not be sent more than once.',
  });
}
