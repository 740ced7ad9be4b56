import type { RequestListener, ServerResponse } from 'node:http';
import { nodeHandler } from '@oauth/adapter-node';
import {
  getAuth,
  protectedResource,
  requireOAuth,
  type AccessTokenInfo,
  type ProtectedResource,
  type ProtectedResourceOptions,
} from '@oauth/resource';

/** The API as a listener of node:http. */
export function sampleApi(options: ProtectedResourceOptions): RequestListener {
  const api = protectedResource({
    ...options,
    scopesSupported: ['notes.read', 'profile'],
    onEvent: ({ reason, cause }) => {
      if (cause instanceof Error) process.stderr.write(`sample API: ${reason}: ${cause.message}\n`);
    },
  });
  // The document tells clients which server issues tokens (RFC 9728); challenges link to it.
  const metadataHandler = nodeHandler({
    canHandle: (url) => api.canHandle(url),
    handle: async (request) => api.handle(request),
  });
  const routes = createRoutes(api);
  return (request, response) => {
    metadataHandler(request, response, () => {
      const { method, url = '/' } = request;
      const route = routes.get(url.replace(/\?.*/, ''));
      if (route === undefined) sendJson(response, 404, { error: 'There is nothing at this path.' });
      else if (method === 'GET' || method === 'HEAD') route(request, response);
      else sendJson(response, 405, { error: 'This path takes GET requests only.' });
    });
  };
}

function createRoutes(api: ProtectedResource): ReadonlyMap<string, RequestListener> {
  return new Map<string, RequestListener>([
    ['/', sendOverview],
    ['/public', sendOverview],
    [
      '/notes',
      protectRoute(api, 'notes.read', ({ clientId }) => ({
        notes: ['Ask Charles about the mill.', 'Note G: Bernoulli numbers.'],
        read_by: clientId,
      })),
    ],
    ['/profile', protectRoute(api, 'profile', (auth) => ({ auth }))],
  ]);
}

/** Sends JSON to requests whose token has the scope, and a challenge to all others. */
function protectRoute(
  api: ProtectedResource,
  scope: string,
  buildBody: (auth: AccessTokenInfo) => object,
): RequestListener {
  const middleware = requireOAuth(api, scope);
  return (request, response) => {
    void middleware(request, response, () => sendJson(response, 200, buildBody(getAuth(request))));
  };
}

const sendOverview: RequestListener = (_request, response) =>
  sendJson(response, 200, {
    message: 'This path needs no access token.',
    more: { '/notes': 'needs the scope notes.read', '/profile': 'needs the scope profile' },
  });

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'Content-Type': 'application/json;charset=UTF-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(JSON.stringify(body));
}
