import { createHash } from 'node:crypto';
import { getMember } from '../../src/config/path.js';
import type { RequestTarget, PageResponse, TestBrowser } from './browser.js';
import { rightPassword } from './site.js';

export const codeVerifier = 'a-code-verifier-of-more-than-forty-three-characters';
const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');

/** An authorization URL of the client `web` with changed parameters; '' leaves a parameter out. */
export function buildAuthorizationUrl(changes: Readonly<Record<string, string>> = {}): string {
  const parameters = {
    response_type: 'code',
    client_id: 'web',
    redirect_uri: 'https://notebook.example/cb',
    scope: 'notes.read notes.write',
    state: 'af0ifjsldkj',
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    ...changes,
  };
  const given = Object.entries(parameters).filter(([, value]) => value !== '');
  return `/authorize?${new URLSearchParams(given).toString()}`;
}

/** Opens an authorization URL, signs in if needed, and resolves to the consent page. */
export async function openConsentPage(
  browser: TestBrowser,
  changes?: Readonly<Record<string, string>>,
  username = 'ada',
): Promise<PageResponse> {
  const page = await browser.get(buildAuthorizationUrl(changes));
  return page.body.includes('name="password"')
    ? browser.signIn(page, username, rightPassword)
    : page;
}

/** The query parameters of a redirect. */
export function getRedirectParameters(page: PageResponse): Readonly<Record<string, string>> {
  if (page.location === undefined) throw new TypeError(`no redirect, but ${page.status}`);
  return Object.fromEntries(new URL(page.location).searchParams);
}

/** Posts to an endpoint as a client with Basic credentials; resolves to status and JSON body. */
export async function postAsClient(
  app: RequestTarget,
  path: string,
  credentials: string,
  parameters: Readonly<Record<string, string>>,
): Promise<{ status: number; body: unknown; text(name: string): string }> {
  const headers = new Headers({ 'content-type': 'application/x-www-form-urlencoded' });
  if (credentials !== '') headers.set('authorization', `Basic ${btoa(credentials)}`);
  const response = await app.handle({
    method: 'POST',
    url: path,
    headers,
    text: () => Promise.resolve(new URLSearchParams(parameters).toString()),
  });
  const body: unknown = JSON.parse(response.body);
  return { status: response.status, body, text: (name) => String(getMember(body, name)) };
}

/** Redeems the code of a redirect as the client `web`. */
export function redeemCode(
  app: RequestTarget,
  page: PageResponse,
): ReturnType<typeof postAsClient> {
  return postAsClient(app, '/token', 'web:web-secret', {
    grant_type: 'authorization_code',
    code: getRedirectParameters(page)['code'] ?? '',
    redirect_uri: 'https://notebook.example/cb',
    code_verifier: codeVerifier,
  });
}
