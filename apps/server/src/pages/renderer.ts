import { type HttpResponse, pageHeaders } from '@oauth/core';
import type { Look } from './look.js';
import type { Links, MessageModel, Page, Pages, ShownUser } from './models.js';

/** How a page is sent. */
export interface PageOptions {
  /** Default: 200. */
  readonly status?: number | undefined;
  readonly user?: ShownUser | undefined;
  /** Where a form's answer may redirect to, beside this server: CSP sources. */
  readonly formTargets?: readonly string[] | undefined;
  readonly cookies?: readonly (string | undefined)[] | undefined;
  readonly retryAfter?: number | undefined;
}

/** Makes responses of pages. */
export interface Renderer {
  readonly links: Links;
  readonly pages: Pages;
  page(page: Page, options?: PageOptions): HttpResponse;
  message(model: MessageModel, options?: PageOptions): HttpResponse;
  /** A redirect to a path of this server, by GET. */
  redirect(path: string, cookies?: readonly string[]): HttpResponse;
}

/** Renders with a look; `base` is the path of the issuer. */
export function renderer({ brand, stylesheet, logo, pages }: Look, base: string): Renderer {
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
  const page = (content: Page, options: PageOptions = {}): HttpResponse => {
    const { status = 200, user, formTargets = [], cookies = [], retryAfter } = options;
    return {
      status,
      headers: {
        ...pageHeaders,
        'Content-Type': 'text/html;charset=UTF-8',
        'Content-Security-Policy': contentPolicy(formTargets),
        ...setCookies(cookies.filter((cookie) => cookie !== undefined)),
        ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
      },
      body: pages.layout({ page: content, theme, links, user }).toString(),
    };
  };
  return {
    links,
    pages,
    page,
    message: (model, options) => page(pages.message(model), options),
    redirect: (path, cookies = []) => ({
      status: 303,
      headers: { ...pageHeaders, Location: path, ...setCookies(cookies) },
      body: '',
    }),
  };
}

function setCookies(cookies: readonly string[]): Record<string, readonly string[]> {
  return cookies.length === 0 ? {} : { 'Set-Cookie': cookies };
}

/** No script at all, and nothing from anywhere else. */
function contentPolicy(formTargets: readonly string[]): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    ["form-action 'self'", ...formTargets].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * CSP sources for the way that the answer to a form takes after it: browsers hold form-action
 * against each redirect, also those of the client's own, which may lead to another of its hosts.
 * So a whole scheme is allowed; that the form is posted here and to nobody else is sure anyway, for
 * nothing can change the page.
 *
 * @see https://www.w3.org/TR/CSP3/#directive-form-action
 */
export function formTargets(redirectUri: string): readonly string[] {
  const { protocol, hostname } = new URL(redirectUri);
  if (protocol !== 'http:') return [protocol];
  // A CSP source cannot name an IPv6 address.
  if (hostname !== 'localhost' && hostname !== '127.0.0.1') return ['http:', 'https:'];
  return ['http://localhost:*', 'http://127.0.0.1:*', 'https:'];
}
