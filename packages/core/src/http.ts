import type { Awaitable, JsonObject } from './types.js';

/**
 * The little that core needs of a request. A web `Request` is one as it stands; adapters pass
 * something lighter.
 */
export interface HttpRequest {
  readonly method: string;
  /** Absolute, or a path with its query. Only path and query are read, never the host. */
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  /**
   * The body as text, at once if it has arrived. Adapters stop reading at `limit` bytes and reject
   * with {@link bodyTooLarge}; a web `Request` ignores the argument, so core checks `Content-Length`
   * before and the length after.
   */
  text(limit: number): Awaitable<string>;
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
 * A JSON answer that no cache may keep.
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

/** Path and query of a URL that is absolute or starts with a slash; a fragment is dropped. */
export function splitUrl(url: string): { path: string; query: string } {
  const [, path, query] = /^(?:[^/?#]*:\/\/[^/?#]*)?([^?#]*)\??([^#]*)/.exec(url) ?? [];
  return { path: path || '/', query: query ?? '' };
}
