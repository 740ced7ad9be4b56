import type { RequestListener, ServerResponse } from 'node:http';
import { nodeHandler } from '@oauth/adapter-node';
import {
  getAuth,
  protectedResource,
  requireOAuth,
  type AccessTokenInfo,
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

  /** Lets requests in that bring a token with the scope; all others get a challenge. */
  function needs(scope: string, handler: (auth: AccessTokenInfo) => object): RequestListener {
    const guard = requireOAuth(api, scope);
    return (request, response) => {
      void guard(request, response, () => answer(response, 200, handler(getAuth(request))));
    };
  }

  const routes = new Map<string, RequestListener>([
    ['/', open],
    ['/public', open],
    [
      '/notes',
      needs('notes.read', ({ clientId }) => ({
        notes: ['Ask Charles about the mill.', 'Note G: Bernoulli numbers.'],
        read_by: clientId,
      })),
    ],
    ['/profile', needs('profile', (auth) => ({ auth }))],
  ]);

  // Tells clients which server to go to (RFC 9728); challenges name it.
  const metadata = nodeHandler({
    canHandle: (url) => api.canHandle(url),
    handle: async (request) => api.handle(request),
  });

  return (request, response) => {
    metadata(request, response, () => {
      const { method, url = '/' } = request;
      const route = routes.get(url.replace(/\?.*/, ''));
      if (route === undefined) answer(response, 404, { error: 'there is nothing here' });
      else if (method === 'GET' || method === 'HEAD') route(request, response);
      else answer(response, 405, { error: 'use GET' });
    });
  };
}

const open: RequestListener = (_request, response) =>
  answer(response, 200, {
    message: 'Anybody may read this.',
    more: { '/notes': 'needs the scope notes.read', '/profile': 'needs the scope profile' },
  });

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'Content-Type': 'application/json;charset=UTF-8',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(JSON.stringify(body));
}
