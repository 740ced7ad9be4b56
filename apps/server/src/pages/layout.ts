import { html, type Html } from '@oauth/app-kit/html';
import type { LayoutView } from './views.js';

/** The document around each page: the brand above, the user who is signed in below. */
export function pageLayout({ page, theme, links, user }: LayoutView): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${page.title} · ${theme.brand}</title>
        <link rel="stylesheet" href="${theme.stylesheet}" />
        <link rel="icon" href="${theme.logo}" />
      </head>
      <body>
        <header class="brand">
          <a href="${links.home}">
            <img src="${theme.logo}" alt="" width="28" height="28" /><span>${theme.brand}</span>
          </a>
        </header>
        <main>${page.main}</main>
        <footer>
          ${
            user &&
            html`<p>Signed in as <strong>${user.name}</strong></p>
              <nav aria-label="Account">
                <a href="${links.connectedApps}">Connected apps</a
                ><a href="${links.signOut}">Sign out</a>
              </nav>`
          }
        </footer>
      </body>
    </html> `;
}
