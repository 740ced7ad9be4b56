import type { HttpRequest, HttpResponse } from '@oauth/core';
import { queryOf, type Routes } from '../http/routes.js';
import type { SignedIn } from '../sessions/browsers.js';
import { readForm, type FlowParts } from './parts.js';
import { showSignIn, submitSignIn } from './sign-in.js';

/** The root page, and sign-in for its own sake. */
export function accountRoutes(parts: FlowParts): Routes {
  const { render, browsers } = parts;
  const { links } = render;
  return {
    [links.home]: {
      async GET(request) {
        const user = (await browsers.signedIn(request))?.user;
        return render.page(render.pages.home({ user, links }), { user });
      },
    },
    [links.signIn]: {
      async GET(request) {
        const next = returnTo(parts, request);
        if (await browsers.signedIn(request)) return render.redirect(next);
        return showSignIn(parts, request, { action: signInUrl(parts, next), next });
      },
      async POST(request) {
        const form = await readForm(request);
        const next = returnTo(parts, request);
        const target = { action: signInUrl(parts, next), next };
        return submitSignIn(parts, request, target, {
          username: form.get('username') ?? '',
          password: form.get('password') ?? '',
          proof: form.get('proof') ?? undefined,
        });
      },
    },
  };
}

/** Answers for whoever is signed in; others sign in first and come back. */
export async function whenSignedIn(
  parts: FlowParts,
  request: HttpRequest,
  path: string,
  answer: (signedIn: SignedIn) => HttpResponse | Promise<HttpResponse>,
): Promise<HttpResponse> {
  const signedIn = await parts.browsers.signedIn(request);
  return signedIn === undefined ? parts.render.redirect(signInUrl(parts, path)) : answer(signedIn);
}

/** The answer to a form that is not from a page of this session. */
export function foreignForm({ render, emit }: FlowParts, { user }: SignedIn): HttpResponse {
  emit({ type: 'user.refused', reason: 'form.foreign', subject: user.subject, error: 'form' });
  return render.message(
    {
      title: 'Nothing was changed',
      text: 'The page you used was out of date. Go back to your account and try again.',
      tone: 'error',
      link: { href: render.links.home, text: 'Your account' },
    },
    { status: 403, user },
  );
}

function signInUrl({ render: { links } }: FlowParts, next: string): string {
  return next === links.home
    ? links.signIn
    : `${links.signIn}?return_to=${encodeURIComponent(next)}`;
}

/** Where to go after signing in: one of these pages and nowhere else, whatever a link says. */
function returnTo({ render: { links } }: FlowParts, request: HttpRequest): string {
  const asked = queryOf(request.url).get('return_to');
  return [links.connectedApps, links.signOut].find((path) => path === asked) ?? links.home;
}
