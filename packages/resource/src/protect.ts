import type { HttpHeaders, HttpRequest, HttpResponse } from '@oauth/core/plugin';
import { normalizeRequirements } from './normalize-requirements.js';
import type { ProtectedResource } from './protected-resource.js';
import { readBodyCopy } from './read-body-copy.js';
import type { AccessTokenInfo, Requirements } from './types.js';

/**
 * {@link requireOAuth} for handlers that take a `Request` and return a `Response`. What the host
 * passes beside the request (`env`, `context`) comes after `auth`.
 *
 * @throws ConfigurationError for requirements that no token can meet
 * @example export default { fetch: protect(api, ['profile:read'], (request, auth) => …) }
 */
export function protect<Rest extends readonly unknown[]>(
  resource: Pick<ProtectedResource, 'validateProtectedResourceRequest'>,
  required: readonly string[] | Requirements,
  handler: (request: Request, auth: AccessTokenInfo, ...rest: Rest) => Response | Promise<Response>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  const requirements = normalizeRequirements(required);
  return async (request, ...rest) => {
    const httpRequest = toHttpRequest(request);
    const result = await resource.validateProtectedResourceRequest(httpRequest, requirements);
    if (!result.ok) return toWebResponse(result.response, request.method);
    const response = await handler(request, result.auth, ...rest);
    return result.headers === undefined ? response : withHeaders(response, result.headers);
  };
}

/** The handler may read the body too, so validation reads a copy. */
function toHttpRequest(request: Request): HttpRequest {
  const { method, url, headers } = request;
  return { method, url, headers, text: (limit) => readBodyCopy(request, limit) };
}

function toWebResponse({ status, headers, body }: HttpResponse, method: string): Response {
  const response = new Response(method === 'HEAD' ? null : body, { status });
  appendHeaders(response, headers);
  return response;
}

/** Makes a copy: the headers of a response that `fetch` returned cannot be changed. */
function withHeaders(response: Response, headers: HttpHeaders): Response {
  const copy = new Response(response.body, response);
  appendHeaders(copy, headers);
  return copy;
}

function appendHeaders(response: Response, headers: HttpHeaders): void {
  for (const [name, values] of Object.entries(headers))
    for (const value of [values].flat()) response.headers.append(name, value);
}
