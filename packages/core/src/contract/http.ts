import type { Awaitable, JsonObject } from './types.js';

/**
 * The part of an HTTP request that core reads. A web `Request` satisfies it; adapters pass something
 * lighter.
 */
export interface HttpRequest {
  readonly method: string;
  /** Absolute, or a path with its query. Core reads path and query only, never the host. */
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  /**
   * The body as text, synchronously if it has arrived. Adapters stop reading at `limit` bytes and
   * reject with {@link bodyTooLarge}. A web `Request` ignores the argument, so core checks
   * `Content-Length` before and the length after.
   */
  text(limit: number): Awaitable<string>;
  /**
   * The other end of the connection, where the adapter knows it. Behind a proxy that is the proxy,
   * unless the adapter was told which of the proxy's headers to trust.
   */
  readonly peer?: Peer | undefined;
}

/** The other end of a connection. */
export interface Peer {
  /** IP address, without port. */
  readonly address?: string | undefined;
  /** The client certificate whose private key the peer has proved to hold. */
  readonly certificate?: PeerCertificate | undefined;
}

/**
 * A client certificate.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8705
 */
export interface PeerCertificate {
  /** The certificate in DER. */
  readonly der: Uint8Array;
  /** Whether a certificate authority that the listener trusts has issued it. */
  readonly trusted: boolean;
}

/** Response headers; one that is sent several times (`Set-Cookie`) has a list. */
export type HttpHeaders = Readonly<Record<string, string | readonly string[]>>;

/** What an adapter writes to the wire. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly body: string;
}

const jsonHeaders = Object.freeze({
  'Content-Type': 'application/json;charset=UTF-8',
  'Cache-Control': 'no-store',
  Pragma: 'no-cache',
});

/**
 * A JSON response that no cache may keep.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.1
 */
export function json(status: number, body: JsonObject, headers?: HttpHeaders): HttpResponse {
  return {
    status,
    headers: headers === undefined ? jsonHeaders : { ...jsonHeaders, ...headers },
    body: JSON.stringify(body),
  };
}
