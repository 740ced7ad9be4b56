import { type Awaitable, bodyTooLarge, type HttpRequest, OAuthError } from '@oauth/core/plugin';
import type { BearerPlaces } from './types.js';

const longestForm = 65_536;
const longestToken = 8192;

/**
 * The token a request presents, `undefined` if it presents none.
 *
 * @throws OAuthError `invalid_request` for several tokens at once or a malformed one
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2
 */
export function readBearer(
  request: HttpRequest,
  { body = false, query = false }: BearerPlaces,
): Awaitable<string | undefined> {
  const inHeader = fromHeader(request.headers.get('authorization'));
  if (!(body && isForm(request))) return theOnly(inHeader, request.url, query);
  return readForm(request).then((form) =>
    theOnly([...inHeader, ...fromParameters(form)], request.url, query),
  );
}

function theOnly(presented: readonly string[], url: string, query: boolean): string | undefined {
  // Where it does not count, it still must not come beside one that does.
  const counts = query || presented.length > 0;
  const inQuery = counts && url.includes('?') ? fromParameters(queryOf(url)) : [];
  if (presented.length + inQuery.length > 1)
    throw refusal('token.repeated', 'Present one access token, once.');
  const token = presented[0] ?? inQuery[0];
  if (token !== undefined) checkText(token);
  return token;
}

/** A scheme of another kind presents no bearer token. */
function fromHeader(header: string | null): readonly string[] {
  if (header === null || !/^bearer(?![^\s,])/i.test(header)) return [];
  return [header.slice('bearer'.length).replace(/^ +/, '')];
}

/** An empty parameter counts as none, as anywhere in OAuth (RFC 6749 section 3.1). */
function fromParameters(text: string): readonly string[] {
  if (text === '') return [];
  return new URLSearchParams(text).getAll('access_token').filter((token) => token !== '');
}

function queryOf(url: string): string {
  return /\?([^#]*)/.exec(url)?.[1] ?? '';
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-2.2 */
function isForm({ method, headers }: HttpRequest): boolean {
  const type = headers.get('content-type') ?? '';
  return method === 'POST' && /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type);
}

async function readForm(request: HttpRequest): Promise<string> {
  if (Number(request.headers.get('content-length')) > longestForm) throw bodyTooLarge(longestForm);
  const form = await request.text(longestForm);
  if (form.length > longestForm) throw bodyTooLarge(longestForm);
  return form;
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
function checkText(token: string): void {
  if (token.length > longestToken)
    throw refusal('token.too_long', `The access token is over ${longestToken} characters.`);
  if (!/^[A-Za-z0-9\-._~+/]+=*$/.test(token))
    throw refusal('token.malformed', 'What is presented is not one access token.');
}

function refusal(reason: string, description: string): OAuthError {
  return new OAuthError('invalid_request', { reason, description });
}
