import { html, type Html } from '@oauth/app-kit/html';
import type { Field, Flow } from '../flows/flow.js';
import type { Page } from './page.js';

/** What a flow is for, and a button that runs it. */
export function flowPage(flow: Flow): Page {
  return {
    title: flow.title,
    main: html`<section class="card">
      ${renderHeading(flow)}
      <form method="post" action="/${flow.slug}">
        ${flow.fields.map(renderField)}
        <button class="primary" type="submit">Run it</button>
      </form>
    </section>`,
  };
}

/** Title and purpose of a flow, and a warning if it is legacy. */
export function renderHeading({ title, text, legacy }: Flow): Html {
  return html`<h1>${title}${legacy !== undefined && html` <span class="tag">legacy</span>`}</h1>
    <p class="lead">${text}</p>
    ${legacy !== undefined && html`<p class="warning">${legacy}</p>`}`;
}

function renderField(field: Field): Html {
  if ('choices' in field)
    return html`<fieldset>
      <legend>${field.label}</legend>
      ${field.choices.map(
        ({ value, text }, index) =>
          html`<label class="choice"
            ><input
              type="radio"
              name="${field.name}"
              value="${value}"
              ${index === 0 && html` checked`}
            /><span>${text}</span></label
          >`,
      )}
    </fieldset>`;
  const { name, label, value } = field;
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input id="${name}" name="${name}" value="${value}" autocomplete="off" required />
  </div>`;
}
