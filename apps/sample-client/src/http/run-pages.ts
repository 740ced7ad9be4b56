import { allFlows } from '../flows/all-flows.js';
import type { Addresses, Flow } from '../flows/flow.js';
import { runGonePage, unexpectedResponsePage } from '../pages/message-page.js';
import { buildPage } from '../pages/page.js';
import { runPage } from '../pages/run-page.js';
import { Run } from '../run/run.js';
import { Sessions } from '../run/sessions.js';
import {
  buildRedirect,
  type PageHandler,
  type PageRequest,
  type PageResponse,
} from './page-request.js';

/** Handlers of the requests by which a browser starts runs, watches them and goes on with them. */
export interface RunPages {
  readonly startRun: (flow: Flow, request: PageRequest) => Promise<PageResponse>;
  readonly showRun: PageHandler;
  readonly resumeRun: PageHandler;
  /** For a response in the fragment of an address, which the page posts. */
  readonly resumeRunByFragment: PageHandler;
}

/** Makes the handlers, which share the sessions of all browsers. */
export function runPages(addresses: Addresses): RunPages {
  const sessions = new Sessions();
  return {
    async startRun(flow, { sessionId, form }) {
      const known = sessions.findSession(sessionId);
      const session = known ?? sessions.createSession();
      const run = new Run(flow.slug);
      session.addRun(run);
      await run.start((started) => flow.run(started, addresses, form));
      return buildRedirect(`/run?id=${run.id}`, known === undefined ? session.id : undefined);
    },
    showRun({ sessionId, query }) {
      const run = sessions.findSession(sessionId)?.findRun(query.get('id') ?? '');
      const flow = allFlows.find(({ slug }) => slug === run?.flow);
      if (run === undefined || flow === undefined) return buildPage(runGonePage, 404);
      return buildPage(runPage(flow, run));
    },
    resumeRun: ({ sessionId, query }) => resumeRun(sessions, sessionId, query),
    resumeRunByFragment: ({ sessionId, form }) =>
      resumeRun(sessions, sessionId, parseFragment(form.get('address') ?? '')),
  };
}

/**
 * Gives an authorization response to the run that waits for it. The redirect takes code and token out
 * of the browser's address and history.
 */
async function resumeRun(
  sessions: Sessions,
  sessionId: string | undefined,
  response: URLSearchParams,
): Promise<PageResponse> {
  const run = sessions.findSession(sessionId)?.findWaitingRun(response.get('state'));
  if (run === undefined) return buildPage(unexpectedResponsePage, 400);
  const stepsBefore = run.steps.length;
  await run.resume(response);
  return buildRedirect(`/run?id=${run.id}#step-${stepsBefore + 1}`);
}

/** The parameters behind the # of an address. */
function parseFragment(address: string): URLSearchParams {
  return new URLSearchParams(address.trim().replace(/^[^#]*#/, ''));
}
