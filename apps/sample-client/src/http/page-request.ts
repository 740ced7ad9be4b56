/** A browser's request, as the pages need it. */
export interface PageRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The value of the session's cookie. */
  readonly sessionId: string | undefined;
  /** The fields of a POST; empty for other methods. */
  readonly form: URLSearchParams;
}

/** The response to a browser. */
export interface PageResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers the browser's requests for one method and path. */
export type PageHandler = (request: PageRequest) => PageResponse | Promise<PageResponse>;

export const cookieName = 'sample_session';

/**
 * A redirect that the browser follows by GET. The id of a new session comes along in a cookie.
 * `SameSite=Lax`, as the redirect from the server is a navigation from another site and has to bring
 * the cookie back.
 */
export function buildRedirect(location: string, newSessionId?: string): PageResponse {
  const cookie = `${cookieName}=${newSessionId ?? ''}; Path=/; HttpOnly; SameSite=Lax`;
  return {
    status: 303,
    headers: {
      Location: location,
      'Cache-Control': 'no-store',
      ...(newSessionId !== undefined && { 'Set-Cookie': cookie }),
    },
    body: '',
  };
}
