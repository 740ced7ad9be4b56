import type { RenderErrorPage } from '../contract/authorization.js';
import type { HttpRequest } from '../contract/http.js';

/** Escapes text for HTML text or a quoted attribute value. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Renders an error as a page without script, style and links. */
export const renderPlainErrorPage: RenderErrorPage = (error) => ({
  status: error.status,
  headers: {
    ...error.options.headers,
    'Content-Type': 'text/html;charset=UTF-8',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  },
  body: `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Request refused</title><h1>This request cannot be completed</h1><p>${escapeHtml(error.options.description ?? '')}<p>Go back to the application you came from. <small>${escapeHtml(error.code)}</small></html>`,
});

/** Whether a request prefers JSON to a page. */
export function prefersJson(request: HttpRequest): boolean {
  const accept = request.headers.get('accept') ?? '';
  return accept.includes('application/json') && !accept.includes('text/html');
}
