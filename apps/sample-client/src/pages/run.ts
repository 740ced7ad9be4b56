import type { Grant } from '../flows/grant.js';
import type { Run } from '../run/run.js';
import type { Step } from '../run/step.js';
import { shownRequest, shownResponse } from './exchange.js';
import { heading } from './grant.js';
import { html, type Html } from './html.js';
import type { Page } from './page.js';

/** A run, each step of it; and the way to the server while that is what it waits for. */
export function runPage(grant: Grant, run: Run): Page {
  return {
    title: grant.title,
    main: html`<section class="card">
        ${heading(grant)}
        <ol class="summary" aria-label="Steps">
          ${run.steps.map(
            (step, at) =>
              html`<li><a href="#step-${at + 1}">${step.title}</a> ${outcome(step)}</li>`,
          )}
          ${run.waiting && html`<li><a href="#next">Now it is your turn</a></li>`}
        </ol>
        ${run.waiting === undefined && again(grant)}
      </section>
      <ol class="steps">
        ${run.steps.map((step, at) => shownStep(step, at + 1))}
      </ol>
      ${run.waiting && next(run.waiting.url)}`,
  };
}

function shownStep(step: Step, number: number): Html {
  const { title, text, section, from, request, response, findings } = step;
  return html`<li class="step" id="step-${number}">
    <h2><span class="number">${number}</span> ${title}</h2>
    <p>${text} <a class="rfc" href="${section.url}" rel="noopener">${section.text}</a></p>
    <div class="exchange">
      <div>
        <h3>${from === 'browser' ? 'Your browser' : 'Request'}</h3>
        ${shownRequest(request)}
      </div>
      ${
        response &&
        html`<div>
          <h3>Response</h3>
          ${shownResponse(response)}
        </div>`
      }
    </div>
    ${
      findings.length > 0 &&
      html`<ul class="findings">
        ${findings.map(
          ({ good, text: found }) =>
            html`<li class="${good ? 'good' : 'bad'}">
              <span class="unseen">${good ? 'Checked:' : 'Stopped:'}</span> ${found}
            </li>`,
        )}
      </ul>`
    }
  </li>`;
}

function outcome({ response, findings }: Step): Html {
  const stopped = findings.some(({ good }) => !good);
  return html`<span class="outcome ${stopped && 'bad'}"
    >${response?.status}${stopped && ' stopped'}</span
  >`;
}

function next(url: string): Html {
  return html`<section class="card next" id="next">
    <h2>Now it is your turn</h2>
    <p>
      The server asks who you are and what this client may do. Come back to see what follows; try
      also to deny.
    </p>
    <p><a class="button" href="${url}">Go to the server</a></p>
  </section>`;
}

function again({ slug }: Grant): Html {
  return html`<p class="actions">
    <a class="button" href="/${slug}">Run it again</a> <a href="/">All grants</a>
  </p>`;
}
