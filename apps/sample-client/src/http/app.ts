import { readFileSync } from 'node:fs';
import type { Grant, World } from '../flows/grant.js';
import { grants } from '../flows/grants.js';
import { fragmentPage, fragmentScript } from '../pages/fragment.js';
import { grantPage } from '../pages/grant.js';
import { html } from '../pages/html.js';
import { messagePage } from '../pages/message.js';
import { overviewPage } from '../pages/overview.js';
import { page, type Page } from '../pages/page.js';
import { runPage } from '../pages/run.js';
import { assetFile } from '../paths.js';
import { Run } from '../run/run.js';
import { Sessions, type Session } from '../run/sessions.js';
import { redirect, type Reply, type Visit } from './visit.js';

/** Answers a browser. */
export type App = (visit: Visit) => Promise<Reply>;

type Handler = (visit: Visit) => Reply | Promise<Reply>;

/** The client as a web site: an overview, a page for each grant, and one for each run. */
export function createApp(world: World): App {
  const sessions = new Sessions();
  const routes = new Map<string, Handler>([
    ['GET /', () => page(overviewPage(grants, world))],
    ...grants.flatMap((grant): [string, Handler][] => [
      [`GET /${grant.slug}`, () => page(grantPage(grant))],
      [`POST /${grant.slug}`, (visit) => startRun(grant, visit)],
    ]),
    ['GET /run', showRun],
    ['GET /callback', (visit) => goOn(visit, visit.query)],
    ['GET /implicit/callback', () => page(fragmentPage())],
    ['POST /implicit/callback', (visit) => goOn(visit, fragmentOf(visit.form))],
    ['GET /assets/style.css', asset('text/css', readAsset('style.css'))],
    ['GET /assets/logo.svg', asset('image/svg+xml', readAsset('logo.svg'))],
    ['GET /assets/fragment.js', asset('text/javascript', fragmentScript)],
  ]);

  async function startRun(grant: Grant, visit: Visit): Promise<Reply> {
    const known = sessions.find(visit.session);
    const session = known ?? sessions.create();
    const run = new Run(grant.slug);
    session.add(run);
    await run.start((started) => grant.run(started, world, visit.form));
    return redirect(`/run?id=${run.id}`, known === undefined ? session.id : undefined);
  }

  function showRun({ session, query }: Visit): Reply {
    const run = sessions.find(session)?.find(query.get('id') ?? '');
    const grant = grants.find(({ slug }) => slug === run?.grant);
    if (run === undefined || grant === undefined) return page(gone, 404);
    return page(runPage(grant, run));
  }

  /** Takes the answer that the browser brings back from the server, and its parameters off the address. */
  async function goOn(visit: Visit, answer: URLSearchParams): Promise<Reply> {
    const session: Session | undefined = sessions.find(visit.session);
    const run = session?.waitingFor(answer.get('state'));
    if (run === undefined) return page(foreign, 400);
    const done = run.steps.length;
    await run.resume(answer);
    return redirect(`/run?id=${run.id}#step-${done + 1}`);
  }

  return async (visit) =>
    (await routes.get(`${visit.method} ${visit.path}`)?.(visit)) ?? page(nowhere, 404);
}

function readAsset(name: string): string {
  return readFileSync(assetFile(name), 'utf8');
}

function asset(type: string, body: string): Handler {
  const headers = { 'Content-Type': `${type};charset=UTF-8`, 'Cache-Control': 'no-cache' };
  return () => ({ status: 200, headers, body });
}

/** Of an address that the page has handed over, the part that no server sees. */
function fragmentOf(form: URLSearchParams): URLSearchParams {
  return new URLSearchParams((form.get('address') ?? '').trim().replace(/^[^#]*#/, ''));
}

const foreign: Page = messagePage(
  'Nobody here has asked for this answer',
  html`Its <code>state</code> is of no request of this browser, or the answer was used before. So it
    goes nowhere: somebody could have started a request of their own to slip their account in here.`,
);

const gone: Page = messagePage(
  'This run is gone',
  html`The last ten runs of a browser are kept, until the sample client stops.`,
);

const nowhere: Page = messagePage('There is no such page', html`The link is wrong.`);
