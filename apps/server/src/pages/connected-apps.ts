import { html, type Html } from '@oauth/app-kit/html';
import { clientTile, csrfInput, externalLink, statusNotice } from './elements.js';
import type { ConnectedAppView, ConnectedAppsView, FormView, Page } from './views.js';

/** Lists the connected apps, each with a button that removes it. */
export function connectedAppsPage({ form, apps, notice }: ConnectedAppsView): Page {
  return {
    title: 'Connected apps',
    main: html`<section class="card wide" aria-labelledby="title">
      <h1 id="title">Connected apps</h1>
      <p class="lead">These apps may use your account. Remove one, and it is signed out at once.</p>
      ${statusNotice(notice)}
      ${
        apps.length === 0
          ? html`<p class="empty">No app is connected.</p>`
          : html`<ul class="apps">
              ${apps.map((app, index) => appItem(app, form, index))}
            </ul>`
      }
    </section>`,
  };
}

function appItem(
  { client, scopes, since, lastUsedAt }: ConnectedAppView,
  form: FormView,
  index: number,
): Html {
  return html`<li class="app" aria-labelledby="app-${index}">
    ${clientTile(client)}
    <div>
      <h2 id="app-${index}">${client.name}</h2>
      ${
        scopes.length > 0 &&
        html`<ul class="may" aria-label="What it may do">
          ${scopes.map(({ sentence }) => html`<li>${sentence}</li>`)}
        </ul>`
      }
      <p class="small facts">
        <span>Connected ${dateElement(since)}</span>
        <span>Last used ${dateElement(lastUsedAt)}</span>
        ${externalLink(client.website, 'Website')}
      </p>
    </div>
    <form method="post" action="${form.action}">
      ${csrfInput(form)}
      <input type="hidden" name="client_id" value="${client.id}" />
      <button class="danger" type="submit">
        Remove<span class="unseen"> ${client.name}</span>
      </button>
    </form>
  </li>`;
}

const dateFormat = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });

function dateElement(date: Date): Html {
  return html`<time datetime="${date.toISOString()}">${dateFormat.format(date)}</time>`;
}
