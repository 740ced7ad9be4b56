import { type HttpResponse, pageHeaders } from '@oauth/core';
import type { Theme } from './theme.js';
import type { Links, MessageView, Page, Pages, UserView } from './views.js';

/** How a page is sent. */
export interface PageOptions {
  /** Default: 200. */
  readonly status?: number | undefined;
  readonly user?: UserView | undefined;
  /** Where the response to a form may redirect to, beside this server: CSP sources. */
  readonly formActionSources?: readonly string[] | undefined;
  readonly cookies?: readonly (string | undefined)[] | undefined;
  /** Seconds for the header Retry-After. */
  readonly retryAfter?: number | undefined;
}

/** Makes responses from pages. */
export interface Renderer {
  readonly links: Links;
  readonly pages: Pages;
  renderPage(page: Page, options?: PageOptions): HttpResponse;
  renderMessage(view: MessageView, options?: PageOptions): HttpResponse;
  /** Redirects to a path of this server; the browser then sends a GET. */
  redirect(path: string, cookies?: readonly string[]): HttpResponse;
}

/** Renders with a theme. `base` is the path of the issuer. */
export function renderer({ brand, stylesheet, logo, pages }: Theme, base: string): Renderer {
  const links: Links = {
    home: `${base}/`,
    signIn: `${base}/signin`,
    signOut: `${base}/signout`,
    connectedApps: `${base}/connected-apps`,
  };
  const theme = {
    brand,
    stylesheet: `${base}/assets/${stylesheet.name}`,
    logo: `${base}/assets/${logo.name}`,
  };
  const renderPage = (page: Page, options: PageOptions = {}): HttpResponse => {
    const { status = 200, user, formActionSources = [], cookies = [], retryAfter } = options;
    return {
      status,
      headers: {
        ...pageHeaders,
        'Content-Type': 'text/html;charset=UTF-8',
        'Content-Security-Policy': buildContentSecurityPolicy(formActionSources),
        ...setCookieHeaders(cookies.filter((cookie) => cookie !== undefined)),
        ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
      },
      body: pages.layout({ page, theme, links, user }).toString(),
    };
  };
  return {
    links,
    pages,
    renderPage,
    renderMessage: (view, options) => renderPage(pages.message(view), options),
    redirect: (path, cookies = []) => ({
      status: 303,
      headers: { ...pageHeaders, Location: path, ...setCookieHeaders(cookies) },
      body: '',
    }),
  };
}

function setCookieHeaders(cookies: readonly string[]): Record<string, readonly string[]> {
  return cookies.length === 0 ? {} : { 'Set-Cookie': cookies };
}

/** Allows no script at all, and nothing from other servers. */
function buildContentSecurityPolicy(formActionSources: readonly string[]): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    ["form-action 'self'", ...formActionSources].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * The CSP sources that a form needs whose response redirects to a client. Browsers apply form-action
 * to each redirect, also to the client's own, which may lead to another of its hosts: so the whole
 * scheme is allowed. The form itself can post nowhere else, since no script can change it.
 *
 * @see https://www.w3.org/TR/CSP3/#directive-form-action
 */
export function getFormActionSources(redirectUri: string): readonly string[] {
  const { protocol, hostname } = new URL(redirectUri);
  if (protocol !== 'http:') return [protocol];
  // A CSP source cannot name an IPv6 address.
  if (hostname !== 'localhost' && hostname !== '127.0.0.1') return ['http:', 'https:'];
  return ['http://localhost:*', 'http://127.0.0.1:*', 'https:'];
}
