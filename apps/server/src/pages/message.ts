import { html } from '@oauth/app-kit/html';
import type { MessageView, Page } from './views.js';

/** Tells the user that something failed or is done. */
export function messagePage({ title, text, tone, detail, operator, link }: MessageView): Page {
  return {
    title,
    main: html`<section class="card ${tone}" aria-labelledby="title">
      <span class="sign" aria-hidden="true"></span>
      <h1 id="title">${title}</h1>
      <p class="lead" ${tone === 'error' && html` role="alert"`}>${text}</p>
      ${link && html`<p><a class="button" href="${link.href}">${link.text}</a></p>`}
      ${detail !== undefined && html`<p class="small">Details: <code>${detail}</code></p>`}
      ${
        operator &&
        html`<aside class="hint" aria-label="For the operator">
          <p>
            This is a demo, so this page shows the reason from the log:
            <code>${operator.reason}</code>
          </p>
          ${operator.hint !== undefined && html`<p>${operator.hint}</p>`}
        </aside>`
      }
    </section>`,
  };
}
