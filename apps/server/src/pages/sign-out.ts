import { html } from '@oauth/app-kit/html';
import { csrfInput } from './elements.js';
import type { Page, SignOutView } from './views.js';

/** Asks before signing out: another site could link to this page. */
export function signOutPage({ form, user }: SignOutView): Page {
  return {
    title: 'Sign out',
    main: html`<section class="card" aria-labelledby="title">
      <h1 id="title">Sign out?</h1>
      <p class="lead">
        You are signed in as <strong>${user.name}</strong>. Connected apps stay connected.
      </p>
      <form method="post" action="${form.action}">
        ${csrfInput(form)}
        <button class="primary" type="submit">Sign out</button>
      </form>
    </section>`,
  };
}
