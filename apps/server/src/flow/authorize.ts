import type { Authorize } from '@oauth/core';
import { clientView } from '../pages/client-view.js';
import { getFormActionSources } from '../pages/renderer.js';
import { appError } from '../reasons.js';
import { csrfField } from '../sessions/csrf-token.js';
import { findRememberedConsent, handleConsentForm, renderConsentPage } from './consent.js';
import type { FlowContext } from './flow-context.js';
import { handleSignInForm, renderSignInPage } from './sign-in.js';

/** The longest path and query of an authorization URL; node:http takes 16 KiB of headers. */
const maxUrlLength = 8192;

/**
 * Decides on authorization requests: sign-in first, then consent. Each form posts to the
 * authorization URL, so that core validates the request again before this runs.
 */
export function authorizer(context: FlowContext): Authorize {
  const { renderer, sessions } = context;
  return async (request) => {
    const { form, http, client, redirectUri } = request;
    const { pathname, search } = new URL(request.url);
    const action = `${pathname}${search}`;
    if (action.length > maxUrlLength)
      throw appError('request.too_long', { values: { limit: String(maxUrlLength) } });
    // A POST from another site comes without the session's cookie; the GET that follows has it.
    if (form === undefined && http.method === 'POST') return { show: renderer.redirect(action) };

    const target = {
      action,
      returnPath: action,
      client: clientView(client),
      formActionSources: getFormActionSources(redirectUri),
    };
    const decision = form?.get('decision');
    if (form !== undefined && decision === undefined) {
      const signInForm = {
        username: form.get('username') ?? '',
        password: form.get('password') ?? '',
        csrfToken: form.get(csrfField),
      };
      return { show: await handleSignInForm(context, http, target, signInForm) };
    }
    const session = await sessions.find(http);
    if (session === undefined) {
      const notice = decision === undefined ? undefined : 'You were signed out. Sign in to go on.';
      return { show: renderSignInPage(context, http, target, { notice }) };
    }
    const step = { request, session, action };
    if (form !== undefined) return handleConsentForm(context, step, form);
    return (await findRememberedConsent(context, step)) ?? renderConsentPage(context, step);
  };
}
