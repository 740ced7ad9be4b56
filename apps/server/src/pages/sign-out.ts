import { html } from './html.js';
import type { Page, SignOutModel } from './models.js';
import { proofField } from './parts.js';

/** Asks before signing out: a link alone must not do it. */
export function signOut({ form, user }: SignOutModel): Page {
  return {
    title: 'Sign out',
    main: html`<section class="card" aria-labelledby="title">
      <h1 id="title">Sign out?</h1>
      <p class="lead">
        You are signed in as <strong>${user.name}</strong>. Connected apps stay connected.
      </p>
      <form method="post" action="${form.action}">
        ${proofField(form)}
        <button class="primary" type="submit">Sign out</button>
      </form>
    </section>`,
  };
}
