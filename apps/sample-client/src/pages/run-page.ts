import { html, type Html } from '@oauth/app-kit/html';
import type { Flow } from '../flows/flow.js';
import type { Run } from '../run/run.js';
import type { Finding, Step } from '../run/step.js';
import { renderHeading } from './flow-page.js';
import { renderRequest, renderResponse } from './http-messages.js';
import type { Page } from './page.js';

/** The steps of a run, and the way to the server while the run waits for the browser. */
export function runPage(flow: Flow, { steps, browserTurn }: Run): Page {
  return {
    title: flow.title,
    main: html`<section class="card">
        ${renderHeading(flow)}
        <ol class="summary" aria-label="Steps">
          ${steps.map(
            (step, index) =>
              html`<li><a href="#step-${index + 1}">${step.title}</a> ${renderOutcome(step)}</li>`,
          )}
          ${browserTurn && html`<li><a href="#next">Now it is your turn</a></li>`}
        </ol>
        ${browserTurn === undefined && renderActions(flow)}
      </section>
      <ol class="steps">
        ${steps.map((step, index) => renderStep(step, index + 1))}
      </ol>
      ${browserTurn && renderBrowserTurn(browserTurn.url)}`,
  };
}

function renderStep(step: Step, number: number): Html {
  const { title, text, section, from, request, response, findings } = step;
  return html`<li class="step" id="step-${number}">
    <h2><span class="number">${number}</span> ${title}</h2>
    <p>${text} <a class="rfc" href="${section.url}" rel="noopener">${section.text}</a></p>
    <div class="exchange">
      <div>
        <h3>${from === 'browser' ? 'Your browser' : 'Request'}</h3>
        ${renderRequest(request)}
      </div>
      ${
        response &&
        html`<div>
          <h3>Response</h3>
          ${renderResponse(response)}
        </div>`
      }
    </div>
    ${findings.length > 0 && renderFindings(findings)}
  </li>`;
}

function renderFindings(findings: readonly Finding[]): Html {
  return html`<ul class="findings">
    ${findings.map(
      ({ good, text }) =>
        html`<li class="${good ? 'good' : 'bad'}">
          <span class="unseen">${good ? 'Checked:' : 'Stopped:'}</span> ${text}
        </li>`,
    )}
  </ul>`;
}

function renderOutcome({ response, findings }: Step): Html {
  const stopped = findings.some(({ good }) => !good);
  return html`<span class="outcome ${stopped && 'bad'}"
    >${response?.status}${stopped && ' stopped'}</span
  >`;
}

function renderBrowserTurn(url: string): Html {
  return html`<section class="card next" id="next">
    <h2>Now it is your turn</h2>
    <p>
      The server asks who you are and what this client may do. Come back to see what follows; try
      also to deny.
    </p>
    <p><a class="button" href="${url}">Go to the server</a></p>
  </section>`;
}

function renderActions({ slug }: Flow): Html {
  return html`<p class="actions">
    <a class="button" href="/${slug}">Run it again</a> <a href="/">All grants</a>
  </p>`;
}
