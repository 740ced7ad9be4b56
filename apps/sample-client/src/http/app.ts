import { readFileSync } from 'node:fs';
import { allFlows } from '../flows/all-flows.js';
import type { Addresses } from '../flows/flow.js';
import { flowPage } from '../pages/flow-page.js';
import { fragmentPage, fragmentScript } from '../pages/fragment-page.js';
import { notFoundPage } from '../pages/message-page.js';
import { overviewPage } from '../pages/overview-page.js';
import { buildPage } from '../pages/page.js';
import { resolveAsset } from '../paths.js';
import type { PageHandler, PageRequest, PageResponse } from './page-request.js';
import { runPages } from './run-pages.js';

/** Answers a browser. */
export type App = (request: PageRequest) => Promise<PageResponse>;

/** The client as a web site: an overview, a page for each flow, and one for each run. */
export function createApp(addresses: Addresses): App {
  const { startRun, showRun, resumeRun, resumeRunByFragment } = runPages(addresses);
  const routes = new Map<string, PageHandler>([
    ['GET /', () => buildPage(overviewPage(allFlows, addresses))],
    ...allFlows.flatMap((flow): [string, PageHandler][] => [
      [`GET /${flow.slug}`, () => buildPage(flowPage(flow))],
      [`POST /${flow.slug}`, (request) => startRun(flow, request)],
    ]),
    ['GET /run', showRun],
    ['GET /callback', resumeRun],
    ['GET /implicit/callback', () => buildPage(fragmentPage())],
    ['POST /implicit/callback', resumeRunByFragment],
    ['GET /assets/style.css', assetHandler('text/css', readAsset('style.css'))],
    ['GET /assets/logo.svg', assetHandler('image/svg+xml', readAsset('logo.svg'))],
    ['GET /assets/fragment.js', assetHandler('text/javascript', fragmentScript)],
  ]);
  return async (request) =>
    (await routes.get(`${request.method} ${request.path}`)?.(request)) ??
    buildPage(notFoundPage, 404);
}

function readAsset(name: string): string {
  return readFileSync(resolveAsset(name), 'utf8');
}

function assetHandler(type: string, body: string): PageHandler {
  const headers = { 'Content-Type': `${type};charset=UTF-8`, 'Cache-Control': 'no-cache' };
  return () => ({ status: 200, headers, body });
}
