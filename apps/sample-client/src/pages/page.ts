import { html, type Html } from '@oauth/app-kit/html';
import type { PageResponse } from '../http/page-request.js';

/** What is special about a page. */
export interface Page {
  /** For the browser's tab. */
  readonly title: string;
  readonly main: Html;
  /** A script of this site that the page can use, and works without. */
  readonly script?: string;
}

/** The response that shows a page. */
export function buildPage(page: Page, status = 200): PageResponse {
  return {
    status,
    headers: {
      'Content-Type': 'text/html;charset=UTF-8',
      'Content-Security-Policy': formatSecurityPolicy(page),
      'Cache-Control': 'no-store',
      // Other sites get no referrer. With no-referrer, this site's forms would have `Origin: null`.
      'Referrer-Policy': 'same-origin',
    },
    body: renderDocument(page).toString(),
  };
}

function formatSecurityPolicy({ script }: Page): string {
  return [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    ...(script === undefined ? [] : ["script-src 'self'"]),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function renderDocument({ title, main, script }: Page): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Sample client</title>
        <link rel="stylesheet" href="/assets/style.css" />
        <link rel="icon" href="/assets/logo.svg" />
        ${script !== undefined && html`<script type="module" src="${script}"></script>`}
      </head>
      <body>
        <header class="brand">
          <a href="/"><img src="/assets/logo.svg" alt="" width="28" height="28" />Sample client</a>
        </header>
        <main>${main}</main>
      </body>
    </html> `;
}
