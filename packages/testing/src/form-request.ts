import type { HttpRequest } from '@oauth/core/plugin';

/**
 * Form parameters. A list sends the parameter once for each of its values, `undefined` leaves it
 * out; text is sent as it is.
 */
export type FormParameters =
  string | Readonly<Record<string, string | readonly string[] | undefined>>;

/** A POST of a form, as an adapter would pass it to `server.handle`. `headers` may replace its type. */
export function formRequest(
  url: string,
  parameters: FormParameters,
  headers: Readonly<Record<string, string>> = {},
): HttpRequest {
  const body = formText(parameters);
  const all = new Headers({ 'Content-Type': 'application/x-www-form-urlencoded' });
  for (const [name, value] of Object.entries(headers)) all.set(name, value);
  return {
    method: 'POST',
    url,
    headers: all,
    text: () => Promise.resolve(body),
  };
}

/** Form parameters as they stand in a body. */
export function formText(parameters: FormParameters): string {
  if (typeof parameters === 'string') return parameters;
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    const values = typeof value === 'string' ? [value] : (value ?? []);
    for (const one of values) form.append(name, one);
  }
  return form.toString();
}
