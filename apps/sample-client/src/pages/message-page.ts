import { html, type Html } from '@oauth/app-kit/html';
import type { Page } from './page.js';

/** An authorization response that no run of this browser waits for. */
export const unexpectedResponsePage: Page = messagePage(
  'This response was not expected',
  html`Its <code>state</code> belongs to no request of this browser, or the response was used
    before. The client does not use it: an attacker could have started the request, to slip their
    own account in here.`,
);

export const runGonePage: Page = messagePage(
  'This run is gone',
  html`The sample client has the last ten runs of a browser, until it stops.`,
);

export const notFoundPage: Page = messagePage('There is no such page', html`The link is wrong.`);

function messagePage(title: string, text: Html): Page {
  return {
    title,
    main: html`<section class="card">
      <h1>${title}</h1>
      <p class="lead">${text}</p>
      <p><a class="button" href="/">All grants</a></p>
    </section>`,
  };
}
