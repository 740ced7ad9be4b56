import { bodyTooLarge } from '@oauth/core/plugin';
import type { NodeRequest } from './node-request.js';
import { adapterError, parsedBodyError } from './reasons.js';

/**
 * The text of a body that a body parser has read from the stream, made from what it left in
 * `request.body`: text, bytes, or the names and values of a form.
 *
 * @throws OAuthError `request.body_consumed` when `request.body` holds none of these
 */
export function readParsedBody({ body, readableDidRead }: NodeRequest, limit: number): string {
  if (!readableDidRead) return '';
  // Nothing at all is the operator's mistake; a body of another kind may be the client's.
  if (body === undefined) throw adapterError('request.body_consumed');
  const text = formatBody(body);
  if (text === undefined) throw parsedBodyError('request.body_consumed');
  if (text.length > limit) throw bodyTooLarge(limit);
  return text;
}

function formatBody(body: unknown): string | undefined {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return Buffer.from(body).toString();
  return isPlainObject(body) ? formatForm(body) : undefined;
}

function isPlainObject(value: unknown): value is object {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/** Repeats a name that was sent twice, so that core refuses it. */
function formatForm(fields: object): string | undefined {
  const form = new URLSearchParams();
  const entries: [string, unknown][] = Object.entries(fields);
  for (const [name, field] of entries) {
    const values = toParameterValues(field);
    if (values === undefined) return undefined;
    for (const value of values) form.append(name, value);
  }
  const text = form.toString();
  return text === '' ? undefined : text;
}

/** Refuses a list of one, which parsers make of `name[]=value`: another parameter than `name`. */
function toParameterValues(field: unknown): readonly string[] | undefined {
  if (typeof field === 'string') return [field];
  return Array.isArray(field) && field.length > 1 && field.every(isString) ? field : undefined;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}
