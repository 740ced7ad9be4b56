import { bodyTooLarge, OAuthError } from '@oauth/core/plugin';
import type { NodeRequest } from './node-handler.js';

/**
 * The text of a body that somebody else has read from the stream, from what they left in
 * `request.body`: text, bytes, or the names and values of a form.
 *
 * @throws OAuthError `request.body_consumed` when nothing of that kind is there
 */
export function parsedBody({ body, readableDidRead }: NodeRequest, limit: number): string {
  if (!readableDidRead) return '';
  const text = asText(body);
  if (text === undefined) throw consumed(body);
  if (text.length > limit) throw bodyTooLarge(limit);
  return text;
}

function asText(body: unknown): string | undefined {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return Buffer.from(body).toString();
  return isPlainObject(body) ? formText(body) : undefined;
}

function isPlainObject(value: unknown): value is object {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/** The form again as it was sent: a name that came twice comes twice, for core to judge. */
function formText(fields: object): string | undefined {
  const form = new URLSearchParams();
  const entries: [string, unknown][] = Object.entries(fields);
  for (const [name, value] of entries) {
    const values = asValues(value);
    if (values === undefined) return undefined;
    for (const one of values) form.append(name, one);
  }
  const text = form.toString();
  return text === '' ? undefined : text;
}

/** A list of one is what parsers make of `name[]=value`: another name than `name`. */
function asValues(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.length > 1 && value.every(isString) ? value : undefined;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

/** A missing body is the operator's mistake; a strange one may be the client's. */
function consumed(body: unknown): OAuthError {
  return new OAuthError(body === undefined ? 'server_error' : 'invalid_request', {
    reason: 'request.body_consumed',
    description: 'The request body could not be read.',
    hint: 'Something read the body first and left no form in request.body. Mount the OAuth handler before body parsers.',
  });
}
