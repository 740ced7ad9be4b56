import type { HttpRequest } from '@oauth/core/plugin';

/**
 * The parameters of a form. A list repeats its parameter, `undefined` leaves it out. Text is the body
 * itself.
 */
export type FormParameters =
  string | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Makes the POST of a form, as an adapter would pass it to `server.handle`.
 *
 * @param headers further headers; a `Content-Type` replaces that of forms
 */
export function formRequest(
  url: string,
  parameters: FormParameters,
  headers: Readonly<Record<string, string>> = {},
): HttpRequest {
  const body = formatForm(parameters);
  const all = new Headers({ 'Content-Type': 'application/x-www-form-urlencoded' });
  for (const [name, value] of Object.entries(headers)) all.set(name, value);
  return {
    method: 'POST',
    url,
    headers: all,
    text: () => Promise.resolve(body),
  };
}

/** Writes form parameters as a body. */
export function formatForm(parameters: FormParameters): string {
  if (typeof parameters === 'string') return parameters;
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    const values = typeof value === 'string' ? [value] : (value ?? []);
    for (const one of values) form.append(name, one);
  }
  return form.toString();
}
