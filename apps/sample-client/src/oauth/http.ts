/** A request, without the fields that every HTTP client adds (`Host`, `Content-Length`, …). */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A response as it came. */
export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** Parameters of a request; those that are `undefined` are left out. */
export type Parameters = Readonly<Record<string, string | undefined>>;

/** Parameters as a query, or as the body of a form. */
export function formatParameters(parameters: Parameters): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) form.append(name, value);
  return form.toString();
}

/** Sends a request; rejects if there is no response within ten seconds. */
export async function sendRequest(request: HttpRequest): Promise<HttpResponse> {
  const { method, url, headers, body } = request;
  const response = await fetch(url, {
    method,
    headers,
    body: body ?? null,
    // Following a redirect would take the client's secret to another place.
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
  });
  return {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
    body: await response.text(),
  };
}
