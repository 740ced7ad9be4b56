import { html } from '@oauth/app-kit/html';
import type { HomeView, Page } from './views.js';

/** Links to what a user can do here. */
export function homePage({ user, links }: HomeView): Page {
  return {
    title: 'Your account',
    main: html`<section class="card" aria-labelledby="title">
      <h1 id="title">${user ? `Hello, ${user.name}` : 'Your account'}</h1>
      ${
        user
          ? html`<p class="lead">
                See which apps may use your account, and take back what you no longer want.
              </p>
              <p><a class="button" href="${links.connectedApps}">Connected apps</a></p>`
          : html`<p class="lead">Sign in to see which apps may use your account.</p>
              <p><a class="button" href="${links.signIn}">Sign in</a></p>`
      }
    </section>`,
  };
}
