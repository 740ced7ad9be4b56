import { bodyTooLarge, OAuthError, type Awaitable, type HttpRequest } from '@oauth/core/plugin';
import type { ProtectedResourceOptions } from './options.js';

/** Where a request may present its token, beside the Authorization header. */
export type TokenPlaces = Pick<ProtectedResourceOptions, 'allowTokenInBody' | 'allowTokenInQuery'>;

const maxFormLength = 65_536;
const maxTokenLength = 8192;

/**
 * The token that a request presents, `undefined` if it presents none.
 *
 * @throws OAuthError `invalid_request` for several tokens or a malformed one
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2
 */
export function readAccessToken(
  request: HttpRequest,
  { allowTokenInBody = false, allowTokenInQuery = false }: TokenPlaces,
): Awaitable<string | undefined> {
  const inHeader = readHeaderTokens(request.headers.get('authorization'));
  if (!(allowTokenInBody && hasFormBody(request)))
    return assertSingleToken(inHeader, request.url, allowTokenInQuery);
  return readForm(request).then((form) =>
    assertSingleToken([...inHeader, ...parseTokens(form)], request.url, allowTokenInQuery),
  );
}

function assertSingleToken(
  presented: readonly string[],
  url: string,
  allowInQuery: boolean,
): string | undefined {
  // RFC 6750 section 2: also where the query is not an allowed place, a second token there is refused.
  const readsQuery = allowInQuery || presented.length > 0;
  const inQuery = readsQuery && url.includes('?') ? parseTokens(getQuery(url)) : [];
  if (presented.length + inQuery.length > 1)
    throw invalidRequest(
      'token.repeated',
      'The request presents more than one access token; send it once, in the Authorization header or in one access_token parameter.',
    );
  const token = presented[0] ?? inQuery[0];
  if (token !== undefined) assertWellFormed(token);
  return token;
}

/** A header of another scheme presents no bearer token. */
function readHeaderTokens(header: string | null): readonly string[] {
  if (header === null || !/^bearer(?![^\s,])/i.test(header)) return [];
  return [header.slice('bearer'.length).replace(/^ +/, '')];
}

/** RFC 6749 section 3.1: an empty parameter counts as omitted. */
function parseTokens(form: string): readonly string[] {
  if (form === '') return [];
  return new URLSearchParams(form).getAll('access_token').filter((token) => token !== '');
}

function getQuery(url: string): string {
  return /\?([^#]*)/.exec(url)?.[1] ?? '';
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-2.2 */
function hasFormBody({ method, headers }: HttpRequest): boolean {
  const type = headers.get('content-type') ?? '';
  return method === 'POST' && /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type);
}

async function readForm(request: HttpRequest): Promise<string> {
  if (Number(request.headers.get('content-length')) > maxFormLength)
    throw bodyTooLarge(maxFormLength);
  const form = await request.text(maxFormLength);
  if (form.length > maxFormLength) throw bodyTooLarge(maxFormLength);
  return form;
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
function assertWellFormed(token: string): void {
  if (token.length > maxTokenLength)
    throw invalidRequest(
      'token.too_long',
      `The access token is longer than ${maxTokenLength} characters.`,
    );
  if (!/^[A-Za-z0-9\-._~+/]+=*$/.test(token))
    throw invalidRequest(
      'token.malformed',
      'The access token is malformed: it must consist of letters, digits and -._~+/ with = only at its end.',
    );
}

function invalidRequest(reason: string, description: string): OAuthError {
  return new OAuthError('invalid_request', { reason, description });
}
