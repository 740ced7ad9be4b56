import {
  type AuthorizationRequest,
  escapeHtml,
  type HttpRequest,
  type HttpResponse,
} from '@oauth/core';
/** A browser whose user has signed in by the app's own sign-in page. */
export interface Session {
  readonly subject: string;
  /** Is in every form of this session, so that another site cannot post one. */
  readonly csrfToken: string;
}

/** Sessions by the value of their cookie. */
export const sessions = new Map<string, Session>();

export function findSession(request: HttpRequest): Session | undefined {
  const cookie = /(?:^|; )__Host-session=([\w-]+)/.exec(request.headers.get('cookie') ?? '');
  return sessions.get(cookie?.[1] ?? '');
}

export function consentPage(request: AuthorizationRequest, { csrfToken }: Session): HttpResponse {
  const { client, scope, url } = request;
  const checkboxes = scope.map(
    (value) =>
      `<label><input type="checkbox" name="scope" value="${escapeHtml(value)}" checked> ${escapeHtml(value)}</label>`,
  );
  // The form posts to request.url, which has the parameters of the request; they are validated again.
  return buildHtmlPage(`<h1>${escapeHtml(client.client_name ?? client.client_id)} asks for</h1>
    <form method="post" action="${escapeHtml(url)}">
    <input type="hidden" name="csrf_token" value="${escapeHtml(csrfToken)}">
    ${checkboxes.join('\n    ')}
    <button name="decision" value="approve">Allow</button>
    <button name="decision" value="deny">Deny</button></form>`);
}

export function signInPage({ url }: AuthorizationRequest): HttpResponse {
  const query = new URL(url).search;
  return buildHtmlPage(
    `<a href="/sign-in?next=${encodeURIComponent(query)}">Sign in</a> to go on.`,
  );
}

function buildHtmlPage(body: string): HttpResponse {
  return {
    status: 200,
    headers: {
      'Content-Type': 'text/html;charset=UTF-8',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    },
    body: `<!doctype html><html lang="en"><title>Notes</title>${body}</html>`,
  };
}
