import type { Awaitable, HttpRequest, Peer } from '@oauth/core/plugin';
import type { NodeRequest } from './node-request.js';
import { createPeer } from './peer.js';
import { hasArrived, isUnread, readBody, readBufferedBody } from './read-body.js';
import { adapterError } from './reasons.js';
import type { ProxyRules } from './trusted-proxy.js';

/** A request of node:http as core takes it; each part is read when core asks for it. */
export class NodeHttpRequest implements HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: NodeHeaders;
  readonly incoming: NodeRequest;
  /** Whether all of the body was read, though node may not have said yet that it ends there. */
  bodyRead = false;
  readonly #proxy: ProxyRules | undefined;
  #peer: Peer | undefined;

  constructor(incoming: NodeRequest, url: string, proxy: ProxyRules | undefined) {
    this.method = incoming.method ?? '';
    this.url = url;
    this.headers = new NodeHeaders(incoming);
    this.incoming = incoming;
    this.#proxy = proxy;
  }

  get peer(): Peer {
    return (this.#peer ??= createPeer(this.incoming.socket, this.headers, this.#proxy));
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
    if (found) throw adapterError('request.repeated_authorization');
    found = true;
  }
}
