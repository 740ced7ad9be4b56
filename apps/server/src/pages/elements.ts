import { html, type Html } from '@oauth/app-kit/html';
import { csrfField } from '../sessions/csrf-token.js';
import type { ClientView, FormView } from './views.js';

/** An error, which screen readers read at once. */
export function errorAlert(text: string | undefined): Html | undefined {
  return text === undefined
    ? undefined
    : html`<p class="alert" role="alert" id="error">${text}</p>`;
}

/** A notice, which screen readers read when they pause. */
export function statusNotice(text: string | undefined): Html | undefined {
  return text === undefined ? undefined : html`<p class="notice" role="status">${text}</p>`;
}

/** The hidden field that every form needs. */
export function csrfInput({ csrfToken }: FormView): Html {
  return html`<input type="hidden" name="${csrfField}" value="${csrfToken}" />`;
}

/** The first letter of a client. Its logo would tell the logo's server who visits this page. */
export function clientTile({ name }: ClientView): Html {
  const [first = '?'] = name.trim();
  return html`<span class="tile" aria-hidden="true">${first.toUpperCase()}</span>`;
}

/** A link to another server, which learns nothing of this page. */
export function externalLink(href: string | undefined, text: string): Html | undefined {
  return href === undefined
    ? undefined
    : html`<a href="${href}" rel="noopener noreferrer external">${text}</a>`;
}
