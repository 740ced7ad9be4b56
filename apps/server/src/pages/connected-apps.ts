import { html, type Html } from './html.js';
import type { ConnectedApp, ConnectedAppsModel, FormModel, Page } from './models.js';
import { notice, outside, proofField, tile } from './parts.js';

/** Shows what the user lets in, and takes it back. */
export function connectedApps({ form, apps, notice: text }: ConnectedAppsModel): Page {
  return {
    title: 'Connected apps',
    main: html`<section class="card wide" aria-labelledby="title">
      <h1 id="title">Connected apps</h1>
      <p class="lead">These apps may use your account. Remove one, and it is signed out at once.</p>
      ${notice(text)}
      ${
        apps.length === 0
          ? html`<p class="empty">No app is connected.</p>`
          : html`<ul class="apps">
              ${apps.map((app, index) => item(app, form, index))}
            </ul>`
      }
    </section>`,
  };
}

function item(
  { client, scopes, since, lastUsedAt }: ConnectedApp,
  form: FormModel,
  index: number,
): Html {
  return html`<li class="app" aria-labelledby="app-${index}">
    ${tile(client)}
    <div>
      <h2 id="app-${index}">${client.name}</h2>
      ${
        scopes.length > 0 &&
        html`<ul class="may" aria-label="What it may do">
          ${scopes.map(({ sentence }) => html`<li>${sentence}</li>`)}
        </ul>`
      }
      <p class="small facts">
        <span>Connected ${day(since)}</span> <span>Last used ${day(lastUsedAt)}</span>
        ${outside(client.website, 'Website')}
      </p>
    </div>
    <form method="post" action="${form.action}">
      ${proofField(form)}
      <input type="hidden" name="client_id" value="${client.id}" />
      <button class="danger" type="submit">
        Remove<span class="unseen"> ${client.name}</span>
      </button>
    </form>
  </li>`;
}

const format = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });

function day(date: Date): Html {
  return html`<time datetime="${date.toISOString()}">${format.format(date)}</time>`;
}
