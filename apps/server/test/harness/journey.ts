import { expect } from 'vitest';
import { call, consentPage, redeem } from './authorization.js';
import { TestBrowser, type Answers } from './browser.js';

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** A browser that ada, or somebody else with her password, has not signed in with yet. */
export function newBrowser(server: Answers): TestBrowser {
  return new TestBrowser(server, 'http://localhost:3999', '');
}

/** Signs in, consents and redeems the code, each at the server that is named for it. */
export async function connect(
  browser: TestBrowser,
  at: { readonly consent: Answers; readonly redeem: Answers },
  username?: string,
): Promise<Tokens> {
  const page = await consentPage(browser, {}, username);
  const elsewhere = browser.to(at.consent);
  const answer = await elsewhere.submit(page, { decision: 'approve' });
  const tokens = await redeem(at.redeem, answer);
  expect(tokens.status).toBe(200);
  return { accessToken: tokens.text('access_token'), refreshToken: tokens.text('refresh_token') };
}

export function refresh(server: Answers, refreshToken: string): ReturnType<typeof call> {
  const parameters = { grant_type: 'refresh_token', refresh_token: refreshToken };
  return call(server, '/token', 'web:web-secret', parameters);
}

export async function isActive(server: Answers, token: string): Promise<boolean> {
  const answer = await call(server, '/introspect', 'api:api-secret', { token });
  return answer.text('active') === 'true';
}
