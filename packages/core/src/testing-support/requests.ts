import type { HttpRequest, HttpResponse } from '../contract/http.js';
import type { JsonObject } from '../contract/types.js';

export type Headers = Readonly<Record<string, string>>;
export type Form = string | Readonly<Record<string, string>>;

/** A request with no more to it than core needs. */
export function request(
  method: string,
  url: string,
  headers: Headers = {},
  text: (limit: number) => Promise<string> = async () => '',
): HttpRequest {
  const lower = new Map(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return { method, url, headers: { get: (name) => lower.get(name.toLowerCase()) ?? null }, text };
}

/** A posted form. */
export function post(url: string, form: Form, headers: Headers = {}): HttpRequest {
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
  return request('POST', url, { ...type, ...headers }, async () => body);
}

/** Credentials as RFC 6749 section 2.3.1 has them. */
export function basic(clientId: string, secret: string): Headers {
  const encode = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);
  return rawBasic(`${encode(clientId)}:${encode(secret)}`);
}

/** Credentials as they stand. */
export function rawBasic(credentials: string): Headers {
  return { Authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** The JSON object of a response. */
export function bodyOf(response: HttpResponse): JsonObject {
  const body: unknown = JSON.parse(response.body);
  if (!isObject(body)) throw new TypeError(`no JSON object: ${response.body}`);
  return body;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member of the response that has to be text, such as its `access_token`. */
export function textOf(response: HttpResponse, member: string): string {
  const value = bodyOf(response)[member];
  if (typeof value !== 'string') throw new TypeError(`no ${member}: ${response.body}`);
  return value;
}
