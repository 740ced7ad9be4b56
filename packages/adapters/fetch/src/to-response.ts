import type { HttpHeaders, HttpResponse } from '@oauth/core/plugin';

/** A response of core as a web `Response`. */
export function toResponse({ status, headers, body }: HttpResponse, method: string): Response {
  const hasNoBody = method === 'HEAD' || status === 204 || status === 304;
  return new Response(hasNoBody ? null : body, { status, headers: toHeaderPairs(headers) });
}

function toHeaderPairs(headers: HttpHeaders): [string, string][] {
  const pairs: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') pairs.push([name, value]);
    else for (const line of value) pairs.push([name, line]);
  }
  return pairs;
}
