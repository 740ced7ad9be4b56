import type { HttpRequest, HttpResponse } from '@oauth/core';
import { clientAddress } from '../http/client-address.js';
import type { SignInModel } from '../pages/models.js';
import { inWords } from '../pages/shown.js';
import type { FlowParts } from './parts.js';

/** Where a sign-in form posts to, and on whose behalf. */
export interface SignInTarget {
  /** Path and query on this server. */
  readonly action: string;
  /** Path and query on this server: where the user goes when signed in. */
  readonly next: string;
  readonly client?: SignInModel['client'];
  readonly formTargets?: readonly string[];
}

/** What the user has posted. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly proof: string | undefined;
}

interface Said {
  readonly status?: number;
  readonly username?: string;
  readonly error?: string;
  readonly notice?: string | undefined;
  readonly retryAfter?: number;
}

const purpose = 'sign in';

/** The sign-in page. */
export function showSignIn(
  parts: FlowParts,
  request: HttpRequest,
  target: SignInTarget,
  said: Said = {},
): HttpResponse {
  const { config, render } = parts;
  const visitor = parts.browsers.visitor(request);
  const page = render.pages.signIn({
    form: { action: target.action, proof: visitor.proof(purpose) },
    client: target.client,
    username: said.username,
    error: said.error,
    notice: said.notice,
    hints: config.demo ? demoUsers(config.users) : [],
  });
  const { status, retryAfter } = said;
  const { formTargets } = target;
  return render.page(page, { status, retryAfter, formTargets, cookies: [visitor.cookie] });
}

/** Checks what was posted: the user goes on signed in, or sees the page again. */
export async function submitSignIn(
  parts: FlowParts,
  request: HttpRequest,
  target: SignInTarget,
  { username, password, proof }: Credentials,
): Promise<HttpResponse> {
  const again = (said: Said): HttpResponse =>
    showSignIn(parts, request, target, { username, ...said });
  const refuse = (reason: string, subject?: string): void =>
    parts.emit({ type: 'user.refused', reason, subject, error: 'sign_in' });

  if (!parts.browsers.visitor(request).proves(purpose, proof)) {
    refuse('form.foreign');
    return again({
      status: 403,
      error: 'This page was out of date. Please sign in again; your browser has to accept cookies.',
    });
  }
  if (username === '' || password === '')
    return again({ status: 400, error: 'Enter your user name and your password.' });
  const result = await parts.authenticate(username, password, clientAddress(request));
  if ('wait' in result) {
    refuse('user.must_wait');
    const error = `There were too many attempts. Try again in ${inWords(result.wait)}.`;
    return again({ status: 429, error, retryAfter: result.wait });
  }
  if ('wrong' in result) {
    refuse('user.credentials', result.subject);
    return again({ status: 401, error: 'The user name or the password is wrong.' });
  }
  const { user } = result;
  parts.emit({ type: 'user.signed_in', subject: user.subject });
  return parts.render.redirect(target.next, await parts.browsers.signIn(request, user));
}

function demoUsers(users: FlowParts['config']['users']): SignInModel['hints'] {
  return users.flatMap(({ username, password }) =>
    password === undefined ? [] : [{ username, password }],
  );
}
