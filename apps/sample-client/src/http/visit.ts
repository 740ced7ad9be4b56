/** A browser's request, as the pages need it. */
export interface Visit {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The value of the session's cookie. */
  readonly session: string | undefined;
  /** Of a POST: what the form has. */
  readonly form: URLSearchParams;
}

/** What a browser gets. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const cookieName = 'sample_session';

/**
 * A redirect by GET. A session that is new comes along in a cookie, which also the redirect from the
 * server brings back: that is a navigation by GET, as Lax allows.
 */
export function redirect(location: string, newSession?: string): Reply {
  const cookie = `${cookieName}=${newSession ?? ''}; Path=/; HttpOnly; SameSite=Lax`;
  return {
    status: 303,
    headers: {
      Location: location,
      'Cache-Control': 'no-store',
      ...(newSession !== undefined && { 'Set-Cookie': cookie }),
    },
    body: '',
  };
}
