import { type Awaitable, type HttpRequest, OAuthError } from '@oauth/core/plugin';
import type { NodeRequest } from './node-handler.js';
import { arrived, readBody, readBuffered, untouched } from './read-body.js';

/** What core needs of a node:http request, read when it is asked for. */
export class NodeHttpRequest implements HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: NodeHeaders;
  /** All of the body was read, though node may not have said yet that it ends there. */
  bodyRead = false;
  readonly #incoming: NodeRequest;

  constructor(incoming: NodeRequest, url: string) {
    this.method = incoming.method ?? '';
    this.url = url;
    this.headers = new NodeHeaders(incoming);
    this.#incoming = incoming;
  }

  text(limit: number): Awaitable<string> {
    const incoming = this.#incoming;
    this.bodyRead = untouched(incoming) && arrived(incoming);
    return this.bodyRead ? readBuffered(incoming, limit) : readBody(incoming, limit);
  }
}

class NodeHeaders {
  readonly #incoming: NodeRequest;

  constructor(incoming: NodeRequest) {
    this.#incoming = incoming;
  }

  /** Reads `headers`, not `rawHeaders`: a middleware may have taken an untrusted one out. */
  get(name: string): string | null {
    const key = name.toLowerCase();
    const value: unknown = this.#incoming.headers[key];
    if (value === undefined) return null;
    if (key === 'authorization') refuseRepeated(this.#incoming.rawHeaders);
    if (Array.isArray(value)) return value.join(', ');
    return typeof value === 'string' ? value : null;
  }
}

/** Node keeps the first Authorization header and drops the others without a word. */
function refuseRepeated(rawHeaders: readonly string[]): void {
  let seen = false;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length !== 13 || name.toLowerCase() !== 'authorization') continue;
    if (seen) throw repeated();
    seen = true;
  }
}

function repeated(): OAuthError {
  return new OAuthError('invalid_request', {
    reason: 'request.repeated_authorization',
    description: 'The Authorization header must not be sent more than once.',
  });
}
