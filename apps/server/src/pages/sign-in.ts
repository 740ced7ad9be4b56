import { html } from './html.js';
import type { Page, SignInModel } from './models.js';
import { alert, notice, proofField } from './parts.js';

/** Asks who the user is. */
export function signIn({
  form,
  client,
  username,
  error,
  notice: before,
  hints,
}: SignInModel): Page {
  const describedBy =
    error === undefined ? undefined : html` aria-invalid="true" aria-describedby="error"`;
  const retry = username !== undefined && username !== '';
  return {
    title: error === undefined ? 'Sign in' : 'Could not sign in',
    main: html`<section class="card" aria-labelledby="title">
      <h1 id="title">Sign in</h1>
      ${client && html`<p class="lead">to continue to <strong>${client.name}</strong></p>`}
      ${alert(error)}${error === undefined && notice(before)}
      <form method="post" action="${form.action}">
        ${proofField(form)}
        <div class="field">
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
            required${!retry && html` autofocus`}${describedBy}
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
            required${retry && html` autofocus`}${describedBy}
          />
        </div>
        <button class="primary" type="submit">Sign in</button>
      </form>
      ${
        hints.length > 0 &&
        html`<aside class="hint" aria-label="Demo users">
          <p>This is a demo. Sign in with</p>
          <ul>
            ${hints.map(
              (hint) =>
                html`<li>
                  <code>${hint.username}</code>, password <code>${hint.password}</code>
                </li>`,
            )}
          </ul>
        </aside>`
      }
    </section>`,
  };
}
