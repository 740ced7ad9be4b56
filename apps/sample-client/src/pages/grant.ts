import type { Field, Grant } from '../flows/grant.js';
import { html, type Html } from './html.js';
import type { Page } from './page.js';

/** What a grant is for, and a button that runs it. */
export function grantPage(grant: Grant): Page {
  return {
    title: grant.title,
    main: html`<section class="card">
      ${heading(grant)}
      <form method="post" action="/${grant.slug}">
        ${grant.fields.map(field)}
        <button class="primary" type="submit">Run it</button>
      </form>
    </section>`,
  };
}

/** Names a grant, and says what to think of it. */
export function heading({ title, text, legacy }: Grant): Html {
  return html`<h1>${title}${legacy !== undefined && html` <span class="tag">legacy</span>`}</h1>
    <p class="lead">${text}</p>
    ${legacy !== undefined && html`<p class="warning">${legacy}</p>`}`;
}

function field(one: Field): Html {
  if ('choices' in one)
    return html`<fieldset>
      <legend>${one.label}</legend>
      ${one.choices.map(
        ({ value, text }, at) =>
          html`<label class="choice"
            ><input
              type="radio"
              name="${one.name}"
              value="${value}"
              ${at === 0 && html` checked`}
            /><span>${text}</span></label
          >`,
      )}
    </fieldset>`;
  return html`<div class="field">
    <label for="${one.name}">${one.label}</label>
    <input id="${one.name}" name="${one.name}" value="${one.value}" autocomplete="off" required />
  </div>`;
}
