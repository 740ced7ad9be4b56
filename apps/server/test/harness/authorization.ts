import { createHash } from 'node:crypto';
import { memberOf } from '../../src/config/path.js';
import type { Answers, Seen, TestBrowser } from './browser.js';
import { rightPassword } from './site.js';

export const verifier = 'a-code-verifier-of-more-than-forty-three-characters';
const challenge = createHash('sha256').update(verifier).digest('base64url');

/** An authorization URL of the client `web`, with some parameters changed; '' leaves one out. */
export function authorizationUrl(changes: Readonly<Record<string, string>> = {}): string {
  const parameters = {
    response_type: 'code',
    client_id: 'web',
    redirect_uri: 'https://notebook.example/cb',
    scope: 'notes.read notes.write',
    state: 'af0ifjsldkj',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  };
  const given = Object.entries(parameters).filter(([, value]) => value !== '');
  return `/authorize?${new URLSearchParams(given).toString()}`;
}

/** The consent page, as somebody sees it who has just signed in. */
export async function consentPage(
  browser: TestBrowser,
  changes?: Readonly<Record<string, string>>,
  username = 'ada',
): Promise<Seen> {
  const page = await browser.get(authorizationUrl(changes));
  return page.body.includes('name="password"')
    ? browser.signIn(page, username, rightPassword)
    : page;
}

/** The parameters that a redirect carries in its query. */
export function answerOf(page: Seen): Readonly<Record<string, string>> {
  if (page.location === undefined) throw new TypeError(`no redirect, but ${page.status}`);
  return Object.fromEntries(new URL(page.location).searchParams);
}

/** Posts to an endpoint as a client; resolves to status and JSON body. */
export async function call(
  app: Answers,
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
  return { status: response.status, body, text: (name) => String(memberOf(body, name)) };
}

/** Redeems the code that a redirect carries. */
export function redeem(app: Answers, page: Seen): ReturnType<typeof call> {
  return call(app, '/token', 'web:web-secret', {
    grant_type: 'authorization_code',
    code: answerOf(page)['code'] ?? '',
    redirect_uri: 'https://notebook.example/cb',
    code_verifier: verifier,
  });
}
