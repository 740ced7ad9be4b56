import { html, type Html } from './html.js';
import type { FormModel, ShownClient } from './models.js';

/** What went wrong, told to screen readers at once. */
export function alert(text: string | undefined): Html | undefined {
  return text === undefined
    ? undefined
    : html`<p class="alert" role="alert" id="error">${text}</p>`;
}

/** What happened, told to screen readers when they pause. */
export function notice(text: string | undefined): Html | undefined {
  return text === undefined ? undefined : html`<p class="notice" role="status">${text}</p>`;
}

/** The hidden field of every form. */
export function proofField({ proof }: FormModel): Html {
  return html`<input type="hidden" name="proof" value="${proof}" />`;
}

/** A coloured tile with a client's first letter: its own logo would tell others who visits here. */
export function tile({ name }: ShownClient): Html {
  const [first = '?'] = name.trim();
  return html`<span class="tile" aria-hidden="true">${first.toUpperCase()}</span>`;
}

/** A link that leaves this server, and takes nothing along. */
export function outside(href: string | undefined, text: string): Html | undefined {
  return href === undefined
    ? undefined
    : html`<a href="${href}" rel="noopener noreferrer external">${text}</a>`;
}
