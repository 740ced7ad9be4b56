import type { Reply } from '../http/visit.js';
import { html, type Html } from './html.js';

/** What a page shows, without what all pages share. */
export interface Page {
  /** For the browser's tab. */
  readonly title: string;
  readonly main: Html;
  /** A script of this site that the page can use, and works without. */
  readonly script?: string;
}

/** Makes a response of a page. */
export function page({ title, main, script }: Page, status = 200): Reply {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    ...(script === undefined ? [] : ["script-src 'self'"]),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    status,
    headers: {
      'Content-Type': 'text/html;charset=UTF-8',
      'Content-Security-Policy': policy.join('; '),
      'Cache-Control': 'no-store',
      // Other sites learn nothing; this one learns where a form comes from.
      'Referrer-Policy': 'same-origin',
    },
    body: html`<!doctype html>
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
            <a href="/"
              ><img src="/assets/logo.svg" alt="" width="28" height="28" />Sample client</a
            >
          </header>
          <main>${main}</main>
        </body>
      </html> `.toString(),
  };
}
