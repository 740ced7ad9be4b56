import { html, type Html } from '@oauth/app-kit/html';
import { csrfInput, errorAlert, statusNotice } from './elements.js';
import type { Page, SignInView } from './views.js';

/** Asks for username and password. */
export function signInPage(view: SignInView): Page {
  const { form, client, error, notice } = view;
  return {
    title: error === undefined ? 'Sign in' : 'Could not sign in',
    main: html`<section class="card" aria-labelledby="title">
      <h1 id="title">Sign in</h1>
      ${client && html`<p class="lead">to continue to <strong>${client.name}</strong></p>`}
      ${errorAlert(error)}${error === undefined && statusNotice(notice)}
      <form method="post" action="${form.action}">
        ${csrfInput(form)} ${credentialFields(view)}
        <button class="primary" type="submit">Sign in</button>
      </form>
      ${demoHints(view)}
    </section>`,
  };
}

/** The first field that the user has to fill in has the focus. */
function credentialFields({ username, error }: SignInView): Html {
  const describedBy =
    error === undefined ? undefined : html` aria-invalid="true" aria-describedby="error"`;
  const hasUsername = username !== undefined && username !== '';
  return html`<div class="field">
      <label for="username">User name</label>
      <input
        id="username"
        name="username"
        type="text"
        value="${username}"
        autocomplete="username"
        autocapitalize="none"
        autocorrect="off"
        spellcheck="false"
        maxlength="200"
        required${!hasUsername && html` autofocus`}${describedBy}
      />
    </div>
    <div class="field">
      <label for="password">Password</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        maxlength="1000"
        required${hasUsername && html` autofocus`}${describedBy}
      />
    </div>`;
}

function demoHints({ hints }: SignInView): Html | undefined {
  if (hints.length === 0) return undefined;
  return html`<aside class="hint" aria-label="Demo users">
    <p>This is a demo. Sign in with</p>
    <ul>
      ${hints.map(
        ({ username, password }) =>
          html`<li><code>${username}</code>, password <code>${password}</code></li>`,
      )}
    </ul>
  </aside>`;
}
