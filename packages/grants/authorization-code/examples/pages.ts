import {
  type AuthorizationRequest,
  escapeHtml,
  type HttpRequest,
  type HttpResponse,
} from '@oauth/core';

/** A signed-in browser. How it got there is the app's own business. */
export interface Session {
  readonly user: string;
  /** In every form of this session, so that no other site can send one. */
  readonly csrf: string;
}

/** By the value of the cookie. */
export const sessions = new Map<string, Session>();

export function sessionOf(request: HttpRequest): Session | undefined {
  const cookie = /(?:^|; )__Host-session=([\w-]+)/.exec(request.headers.get('cookie') ?? '');
  return sessions.get(cookie?.[1] ?? '');
}

export function consentPage(request: AuthorizationRequest, { csrf }: Session): HttpResponse {
  const { client, scope, url } = request;
  const boxes = scope.map(
    (one) =>
      `<label><input type="checkbox" name="scope" value="${escapeHtml(one)}" checked> ${escapeHtml(one)}</label>`,
  );
  // It posts to request.url, which carries the request and is checked again.
  return page(`<h1>${escapeHtml(client.client_name ?? client.client_id)} asks for</h1>
    <form method="post" action="${escapeHtml(url)}">
    <input type="hidden" name="csrf" value="${escapeHtml(csrf)}">
    ${boxes.join('\n    ')}
    <button name="decision" value="approve">Allow</button>
    <button name="decision" value="deny">Deny</button></form>`);
}

export function signInPage({ url }: AuthorizationRequest): HttpResponse {
  const next = new URL(url).search;
  return page(`<a href="/sign-in?next=${encodeURIComponent(next)}">Sign in</a> to go on.`);
}

function page(body: string): HttpResponse {
  return {
    status: 200,
    headers: {
      'Content-Type': 'text/html;charset=UTF-8',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    },
    body: `<!doctype html><html lang="en"><title>Notes</title>${body}</html>`,
  };
}
