import type { HttpRequest, HttpResponse } from '@oauth/core';
import type { Routes } from '../http/routes.js';
import { foreignForm, whenSignedIn } from './account.js';
import { readForm, type FlowParts } from './parts.js';

const purpose = 'sign out';

/** Signing out: a page that asks, and the form that does it. */
export function signOutRoutes(parts: FlowParts): Routes {
  const { render } = parts;
  const path = render.links.signOut;
  return {
    [path]: {
      GET: (request) =>
        whenSignedIn(parts, request, path, ({ user, proof }) => {
          const form = { action: path, proof: proof(purpose) };
          return render.page(render.pages.signOut({ form, user }), { user });
        }),
      POST: (request) => signOut(parts, request),
    },
  };
}

async function signOut(parts: FlowParts, request: HttpRequest): Promise<HttpResponse> {
  const signedIn = await parts.browsers.signedIn(request);
  if (signedIn === undefined) return signedOut(parts, []);
  const form = await readForm(request);
  if (!signedIn.proves(purpose, form.get('proof') ?? undefined))
    return foreignForm(parts, signedIn);
  parts.emit({ type: 'user.signed_out', subject: signedIn.user.subject });
  return signedOut(parts, [await signedIn.end()]);
}

function signedOut({ render }: FlowParts, cookies: readonly string[]): HttpResponse {
  return render.message(
    {
      title: 'You are signed out',
      text: 'Nobody can use your account in this browser now.',
      tone: 'success',
      link: { href: render.links.signIn, text: 'Sign in again' },
    },
    { cookies },
  );
}
