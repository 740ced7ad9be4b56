import { type Awaitable, bodyTooLarge, type HttpRequest } from '@oauth/core/plugin';
import type { ProtectedResourceOptions } from './options.js';
import { accessError } from './reasons.js';

/** An access token and how a request presents it. */
export interface PresentedToken {
  readonly token: string;
  /** The scheme of the Authorization header in lower case; `bearer` for a token in a form or query. */
  readonly scheme: string;
}

/** Where a request may present its token. */
export interface TokenPlaces extends Pick<
  ProtectedResourceOptions,
  'allowTokenInBody' | 'allowTokenInQuery'
> {
  /** Schemes of the Authorization header, in lower case. */
  readonly schemes: ReadonlySet<string>;
}

const maxFormLength = 65_536;
const maxTokenLength = 8192;

/**
 * The token that a request presents, `undefined` if it presents none. Its characters are not checked
 * yet, see {@link assertWellFormed}.
 *
 * @throws OAuthError `invalid_request` for several tokens
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2
 */
export function readAccessToken(
  request: HttpRequest,
  { schemes, allowTokenInBody = false, allowTokenInQuery = false }: TokenPlaces,
): Awaitable<PresentedToken | undefined> {
  const inHeader = readHeaderTokens(request.headers.get('authorization'), schemes);
  if (!(allowTokenInBody && hasFormBody(request)))
    return assertSingleToken(inHeader, request.url, allowTokenInQuery);
  return readForm(request).then((form) =>
    assertSingleToken([...inHeader, ...parseTokenParameters(form)], request.url, allowTokenInQuery),
  );
}

function assertSingleToken(
  presented: readonly PresentedToken[],
  url: string,
  allowInQuery: boolean,
): PresentedToken | undefined {
  // RFC 6750 section 2: also where the query is not an allowed place, a second token there is refused.
  const readsQuery = allowInQuery || presented.length > 0;
  const inQuery = readsQuery && url.includes('?') ? parseTokenParameters(getQuery(url)) : [];
  if (presented.length + inQuery.length > 1) throw accessError('token.repeated');
  return presented[0] ?? inQuery[0];
}

/** A header of an unknown scheme presents no token. */
function readHeaderTokens(
  header: string | null,
  schemes: ReadonlySet<string>,
): readonly PresentedToken[] {
  if (header === null) return [];
  const scheme = (/^[^\s,]*/.exec(header)?.[0] ?? '').toLowerCase();
  if (!schemes.has(scheme)) return [];
  return [{ scheme, token: header.slice(scheme.length).replace(/^ +/, '') }];
}

/** The `access_token` parameters of a form; empty ones count as omitted (RFC 6749 section 3.1). */
function parseTokenParameters(form: string): readonly PresentedToken[] {
  if (form === '') return [];
  const tokens = new URLSearchParams(form).getAll('access_token').filter((token) => token !== '');
  return tokens.map((token) => ({ scheme: 'bearer', token }));
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

/**
 * @throws OAuthError `invalid_request` for text that no token is
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
export function assertWellFormed({ token }: PresentedToken): void {
  if (token.length > maxTokenLength)
    throw accessError('token.too_long', { values: { limit: String(maxTokenLength) } });
  if (!/^[A-Za-z0-9\-._~+/]+=*$/.test(token)) throw accessError('token.malformed');
}
