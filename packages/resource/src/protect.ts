import type { HttpResponse } from '@oauth/core/plugin';
import { checkedRequirements } from './needed.js';
import type { ProtectedResource } from './protected-resource.js';
import { readCopy } from './read-copy.js';
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
  needed: readonly string[] | Requirements,
  handler: (request: Request, auth: AccessTokenInfo, ...rest: Rest) => Response | Promise<Response>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  const requirements = checkedRequirements(needed);
  return async (request, ...rest) => {
    const { method, url, headers } = request;
    const seen = { method, url, headers, text: (limit: number) => readCopy(request, limit) };
    const verdict = await resource.validateProtectedResourceRequest(seen, requirements);
    if (verdict.ok) return handler(request, verdict.auth, ...rest);
    return asResponse(verdict.response, method);
  };
}

function asResponse({ status, headers, body }: HttpResponse, method: string): Response {
  const response = new Response(method === 'HEAD' ? null : body, { status });
  for (const [name, value] of Object.entries(headers))
    for (const one of [value].flat()) response.headers.append(name, one);
  return response;
}
