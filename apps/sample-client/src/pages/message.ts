import { html, type Html } from './html.js';
import type { Page } from './page.js';

/** Says that something is not as it should be. */
export function messagePage(title: string, text: Html): Page {
  return {
    title,
    main: html`<section class="card">
      <h1>${title}</h1>
      <p class="lead">${text}</p>
      <p><a class="button" href="/">All grants</a></p>
    </section>`,
  };
}
