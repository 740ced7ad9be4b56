import type { HttpRequest, HttpResponse } from '@oauth/core';
import { getClientNetwork } from '../http/client-network.js';
import { formatDuration } from '../pages/format.js';
import type { SignInView } from '../pages/views.js';
import type { EventReasons } from '../reasons.js';
import type { FlowContext } from './flow-context.js';

/** Where a sign-in form posts to, and where the user goes after it. */
export interface SignInTarget {
  /** Path and query on this server. */
  readonly action: string;
  /** Path and query on this server. */
  readonly returnPath: string;
  /** The client that sent the user here. */
  readonly client?: SignInView['client'];
  readonly formActionSources?: readonly string[];
}

/** What a sign-in form has posted. */
export interface SignInForm {
  readonly username: string;
  readonly password: string;
  readonly csrfToken: string | undefined;
}

interface SignInPageOptions {
  readonly status?: number;
  readonly username?: string;
  readonly error?: string;
  readonly notice?: string | undefined;
  /** Seconds. */
  readonly retryAfter?: number;
}

const csrfPurpose = 'sign in';

/** The sign-in page. */
export function renderSignInPage(
  { config, renderer, sessions }: FlowContext,
  request: HttpRequest,
  target: SignInTarget,
  options: SignInPageOptions = {},
): HttpResponse {
  const session = sessions.getAnonymous(request);
  const { status, retryAfter, username, error, notice } = options;
  const page = renderer.pages.signIn({
    form: { action: target.action, csrfToken: session.csrf.create(csrfPurpose) },
    client: target.client,
    username,
    error,
    notice,
    hints: config.demo ? getDemoUsers(config.users) : [],
  });
  const { formActionSources } = target;
  const cookies = [session.cookie];
  return renderer.renderPage(page, { status, retryAfter, formActionSources, cookies });
}

/** Signs the user in and redirects, or shows the page again. */
export async function handleSignInForm(
  context: FlowContext,
  request: HttpRequest,
  target: SignInTarget,
  { username, password, csrfToken }: SignInForm,
): Promise<HttpResponse> {
  const { sessions, renderer, emit } = context;
  const renderAgain = (options: SignInPageOptions): HttpResponse =>
    renderSignInPage(context, request, target, { username, ...options });
  const emitRefused = (reason: keyof EventReasons | 'user.must_wait', subject?: string): void =>
    emit({ type: 'user.refused', reason, subject, error: 'sign_in' });

  if (!sessions.getAnonymous(request).csrf.verify(csrfPurpose, csrfToken)) {
    emitRefused('form.invalid_csrf_token');
    return renderAgain({
      status: 403,
      error: 'This page was out of date. Please sign in again; your browser has to accept cookies.',
    });
  }
  if (username === '' || password === '')
    return renderAgain({ status: 400, error: 'Enter your user name and your password.' });
  const result = await context.authenticateUser(username, password, getClientNetwork(request));
  if ('retryAfter' in result) {
    const { retryAfter } = result;
    emitRefused('user.must_wait');
    const error = `There were too many attempts. Try again in ${formatDuration(retryAfter)}.`;
    return renderAgain({ status: 429, error, retryAfter });
  }
  if ('wrong' in result) {
    emitRefused('user.credentials', result.subject);
    return renderAgain({ status: 401, error: 'The user name or the password is wrong.' });
  }
  const { user } = result;
  emit({ type: 'user.signed_in', subject: user.subject });
  return renderer.redirect(target.returnPath, await sessions.start(request, user));
}

function getDemoUsers(users: FlowContext['config']['users']): SignInView['hints'] {
  return users.flatMap(({ username, password }) =>
    password === undefined ? [] : [{ username, password }],
  );
}
