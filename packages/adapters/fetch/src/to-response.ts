import type { HttpHeaders, HttpResponse } from '@oauth/core/plugin';

/** An answer of core as a web `Response`. */
export function toResponse({ status, headers, body }: HttpResponse, method: string): Response {
  const bodyless = method === 'HEAD' || status === 204 || status === 304;
  return new Response(bodyless ? null : body, { status, headers: toPairs(headers) });
}

function toPairs(headers: HttpHeaders): [string, string][] {
  const pairs: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') pairs.push([name, value]);
    else for (const one of value) pairs.push([name, one]);
  }
  return pairs;
}
