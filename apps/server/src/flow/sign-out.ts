import type { HttpRequest, HttpResponse } from '@oauth/core';
import type { Routes } from '../http/routes.js';
import { csrfField } from '../sessions/csrf-token.js';
import { redirectToSignIn, refuseInvalidCsrfToken } from './account.js';
import type { FlowContext } from './flow-context.js';
import { readForm } from './read-form.js';

const csrfPurpose = 'sign out';

/** Sign-out: a page that asks, and its form. */
export function signOutRoutes(context: FlowContext): Routes {
  return {
    [context.renderer.links.signOut]: {
      GET: (request) => renderSignOutPage(context, request),
      POST: (request) => handleSignOutForm(context, request),
    },
  };
}

async function renderSignOutPage(
  context: FlowContext,
  request: HttpRequest,
): Promise<HttpResponse> {
  const { renderer, sessions } = context;
  const action = renderer.links.signOut;
  const session = await sessions.find(request);
  if (session === undefined) return redirectToSignIn(context, action);
  const { user, csrf } = session;
  const form = { action, csrfToken: csrf.create(csrfPurpose) };
  return renderer.renderPage(renderer.pages.signOut({ form, user }), { user });
}

async function handleSignOutForm(
  context: FlowContext,
  request: HttpRequest,
): Promise<HttpResponse> {
  const session = await context.sessions.find(request);
  if (session === undefined) return renderSignedOutPage(context, []);
  const form = await readForm(request);
  if (!session.csrf.verify(csrfPurpose, form.get(csrfField)))
    return refuseInvalidCsrfToken(context, session);
  context.emit({ type: 'user.signed_out', subject: session.user.subject });
  return renderSignedOutPage(context, [await session.end()]);
}

function renderSignedOutPage({ renderer }: FlowContext, cookies: readonly string[]): HttpResponse {
  return renderer.renderMessage(
    {
      title: 'You are signed out',
      text: 'This browser can no longer use your account.',
      tone: 'success',
      link: { href: renderer.links.signIn, text: 'Sign in again' },
    },
    { cookies },
  );
}
