import { type Authorize, OAuthError } from '@oauth/core';
import { formTargets } from '../pages/renderer.js';
import { shownClient } from '../pages/shown.js';
import { decideConsent, rememberedConsent, showConsent } from './consent.js';
import type { FlowParts } from './parts.js';
import { showSignIn, submitSignIn } from './sign-in.js';

/** Longest authorization URL that pages come back to; node:http takes 16 KiB of headers. */
const maxUrl = 8192;

/**
 * Decides on authorization requests: sign-in first, then consent. Each page comes back to the
 * authorization URL, where core has validated the request anew before this runs.
 */
export function authorizer(parts: FlowParts): Authorize {
  return async (request) => {
    const { form, http, client, redirectUri } = request;
    const { pathname, search } = new URL(request.url);
    const action = `${pathname}${search}`;
    if (action.length > maxUrl) throw tooLong();
    // A form that another site posted brought no cookie; the GET that follows does.
    if (form === undefined && http.method === 'POST')
      return { show: parts.render.redirect(action) };

    const target = {
      action,
      next: action,
      client: shownClient(client),
      formTargets: formTargets(redirectUri),
    };
    const decision = form?.get('decision');
    if (form !== undefined && decision === undefined) {
      const credentials = {
        username: form.get('username') ?? '',
        password: form.get('password') ?? '',
        proof: form.get('proof'),
      };
      return { show: await submitSignIn(parts, http, target, credentials) };
    }
    const signedIn = await parts.browsers.signedIn(http);
    if (signedIn === undefined) {
      const notice = decision === undefined ? undefined : 'You were signed out. Sign in to go on.';
      return { show: showSignIn(parts, http, target, { notice }) };
    }
    const step = { request, signedIn, action };
    if (form !== undefined) return decideConsent(parts, step, form);
    return (await rememberedConsent(parts, step)) ?? showConsent(parts, step);
  };
}

function tooLong(): OAuthError {
  return new OAuthError('invalid_request', {
    reason: 'request.too_long',
    description: 'The authorization request is too long.',
    hint: `Together its parameters may have ${maxUrl} characters.`,
  });
}
