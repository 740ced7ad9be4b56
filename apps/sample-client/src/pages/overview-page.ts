import { html, type Html } from '@oauth/app-kit/html';
import type { Addresses, Flow } from '../flows/flow.js';
import type { Page } from './page.js';

/** The root page: which flows there are. */
export function overviewPage(flows: readonly Flow[], { issuer, apiUrl }: Addresses): Page {
  const current = flows.filter(({ legacy }) => legacy === undefined);
  const legacy = flows.filter((flow) => flow.legacy !== undefined);
  return {
    title: 'Grants',
    main: html`<section class="card">
      <h1>See OAuth 2.0 at work</h1>
      <p class="lead">
        Pick a grant. It runs from its first request to its last, and you see each request as it
        went over the wire.
      </p>
      <ul class="grants">
        ${current.map(renderEntry)}
      </ul>
      <h2>Legacy</h2>
      <p class="small">Here to be recognized. Build nothing new on them.</p>
      <ul class="grants">
        ${legacy.map(renderEntry)}
      </ul>
      <p class="small">
        The server is <a href="${issuer}/">${issuer}</a>, the API
        <a href="${apiUrl}/">${apiUrl}</a>. What you allow here you can take back at the server,
        under “Connected apps”.
      </p>
    </section>`,
  };
}

function renderEntry({ slug, title, summary }: Flow): Html {
  return html`<li>
    <a href="/${slug}">${title}</a>
    <p>${summary}</p>
  </li>`;
}
