import { OAuthError, type HttpRequest } from '@oauth/core';
import type { BearerPlaces } from './types.js';

const credentials = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i;
const limit = 65_536;
const longest = 8192;

/**
 * The token a request presents, `undefined` if it presents none.
 *
 * @throws OAuthError `invalid_request` for several tokens at once or a malformed one
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2
 */
export async function readBearer(
  request: HttpRequest,
  { body = false, query = false }: BearerPlaces,
): Promise<string | undefined> {
  const header = request.headers.get('authorization') ?? undefined;
  const presented = [
    header === undefined ? undefined : fromHeader(header),
    ...(query ? fromParameters(queryOf(request.url)) : []),
    ...(body && isForm(request) ? fromParameters(await request.text(limit)) : []),
  ].filter((token) => token !== undefined);
  if (presented.length > 1) throw malformed('token.repeated', 'Present one access token, once.');
  const [token] = presented;
  if (token !== undefined && token.length > longest) throw malformed('token.too_long');
  return token;
}

/** A scheme of another kind presents no bearer token. */
function fromHeader(header: string): string | undefined {
  if (!/^bearer(?![^\s,])/i.test(header)) return undefined;
  const token = credentials.exec(header.trimEnd())?.[1];
  if (token === undefined) throw malformed('token.malformed');
  return token;
}

function fromParameters(text: string): readonly string[] {
  return new URLSearchParams(text).getAll('access_token');
}

function queryOf(url: string): string {
  return /\?([^#]*)/.exec(url)?.[1] ?? '';
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-2.2 */
function isForm({ method, headers }: HttpRequest): boolean {
  const type = headers.get('content-type') ?? '';
  return method === 'POST' && /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type);
}

function malformed(
  reason: string,
  description = 'The Authorization header is not "Bearer" with one token.',
): OAuthError {
  return new OAuthError('invalid_request', { reason, description });
}
