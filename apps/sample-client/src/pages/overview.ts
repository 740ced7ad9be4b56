import type { Grant, World } from '../flows/grant.js';
import { html, type Html } from './html.js';
import type { Page } from './page.js';

/** The root page: which grants there are. */
export function overviewPage(grants: readonly Grant[], { issuer, api }: World): Page {
  const [legacy, current] = [true, false].map((old) =>
    grants.filter((grant) => (grant.legacy !== undefined) === old),
  );
  return {
    title: 'Grants',
    main: html`<section class="card">
      <h1>See OAuth 2.0 at work</h1>
      <p class="lead">
        Pick a grant. It runs from its first request to its last, and you see each one as it went
        over the wire.
      </p>
      <ul class="grants">
        ${current?.map(entry)}
      </ul>
      <h2>Legacy</h2>
      <p class="small">Here to be recognized. Build nothing new on them.</p>
      <ul class="grants">
        ${legacy?.map(entry)}
      </ul>
      <p class="small">
        The server is <a href="${issuer}/">${issuer}</a>, the API <a href="${api}/">${api}</a>. What
        you allow here you can take back at the server, under “Connected apps”.
      </p>
    </section>`,
  };
}

function entry({ slug, title, summary }: Grant): Html {
  return html`<li>
    <a href="/${slug}">${title}</a>
    <p>${summary}</p>
  </li>`;
}
