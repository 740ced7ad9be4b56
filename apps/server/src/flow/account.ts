import type { HttpRequest, HttpResponse } from '@oauth/core';
import { parseQuery, type Routes } from '../http/routes.js';
import { csrfField } from '../sessions/csrf-token.js';
import type { Session } from '../sessions/sessions.js';
import type { FlowContext } from './flow-context.js';
import { readForm } from './read-form.js';
import { handleSignInForm, renderSignInPage, type SignInTarget } from './sign-in.js';

/** The root page, and the sign-in page that no client asks for. */
export function accountRoutes(context: FlowContext): Routes {
  const { renderer, sessions } = context;
  const { links } = renderer;
  return {
    [links.home]: {
      async GET(request) {
        const user = (await sessions.find(request))?.user;
        return renderer.renderPage(renderer.pages.home({ user, links }), { user });
      },
    },
    [links.signIn]: {
      async GET(request) {
        const target = getSignInTarget(context, request);
        if (await sessions.find(request)) return renderer.redirect(target.returnPath);
        return renderSignInPage(context, request, target);
      },
      async POST(request) {
        const form = await readForm(request);
        return handleSignInForm(context, request, getSignInTarget(context, request), {
          username: form.get('username') ?? '',
          password: form.get('password') ?? '',
          csrfToken: form.get(csrfField) ?? undefined,
        });
      },
    },
  };
}

/** Redirects to the sign-in page, which returns to `path`. */
export function redirectToSignIn({ renderer }: FlowContext, path: string): HttpResponse {
  return renderer.redirect(buildSignInUrl(renderer.links, path));
}

/** Refuses a form that no page of this session made. */
export function refuseInvalidCsrfToken(
  { renderer, emit }: FlowContext,
  { user }: Session,
): HttpResponse {
  const reason = 'form.invalid_csrf_token';
  emit({ type: 'user.refused', reason, subject: user.subject, error: 'form' });
  return renderer.renderMessage(
    {
      title: 'Nothing was changed',
      text: 'The page you used was out of date. Go back to your account and try again.',
      tone: 'error',
      link: { href: renderer.links.home, text: 'Your account' },
    },
    { status: 403, user },
  );
}

/** Returns to one of these pages only: a link must not lead the user to another site. */
function getSignInTarget({ renderer: { links } }: FlowContext, request: HttpRequest): SignInTarget {
  const requested = parseQuery(request.url).get('return_to');
  const returnPath =
    [links.connectedApps, links.signOut].find((path) => path === requested) ?? links.home;
  return { action: buildSignInUrl(links, returnPath), returnPath };
}

function buildSignInUrl(links: FlowContext['renderer']['links'], returnPath: string): string {
  return returnPath === links.home
    ? links.signIn
    : `${links.signIn}?return_to=${encodeURIComponent(returnPath)}`;
}
