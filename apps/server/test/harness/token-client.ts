import { expect } from 'vitest';
import { postAsClient, openConsentPage, redeemCode } from './authorization.js';
import { TestBrowser, type RequestTarget } from './browser.js';

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** A browser in which no user is signed in. */
export function createBrowser(server: RequestTarget): TestBrowser {
  return new TestBrowser(server, 'http://localhost:3999', '');
}

/** Signs in, consents, and redeems the code, consent and code at the servers in `at`. */
export async function connectApp(
  browser: TestBrowser,
  at: { readonly consent: RequestTarget; readonly redeem: RequestTarget },
  username?: string,
): Promise<Tokens> {
  const page = await openConsentPage(browser, {}, username);
  const elsewhere = browser.switchTo(at.consent);
  const response = await elsewhere.submit(page, { decision: 'approve' });
  const tokens = await redeemCode(at.redeem, response);
  expect(tokens.status).toBe(200);
  return { accessToken: tokens.text('access_token'), refreshToken: tokens.text('refresh_token') };
}

export function refreshTokens(
  server: RequestTarget,
  refreshToken: string,
): ReturnType<typeof postAsClient> {
  const parameters = { grant_type: 'refresh_token', refresh_token: refreshToken };
  return postAsClient(server, '/token', 'web:web-secret', parameters);
}

export async function isTokenActive(server: RequestTarget, token: string): Promise<boolean> {
  const response = await postAsClient(server, '/introspect', 'api:api-secret', { token });
  return response.text('active') === 'true';
}
