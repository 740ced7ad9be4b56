import { type AuthorizationDecision, type AuthorizationRequest, isPublicClient } from '@oauth/core';
import { formTargets } from '../pages/renderer.js';
import { destination, inWords, shownClient } from '../pages/shown.js';
import type { SignedIn } from '../sessions/browsers.js';
import { noteUse, type FlowParts } from './parts.js';

/** A valid request, and who is to decide on it. */
export interface ConsentStep {
  readonly request: AuthorizationRequest;
  readonly signedIn: SignedIn;
  /** Where the page posts to: the authorization URL, on this server. */
  readonly action: string;
}

/** What the user has agreed to before, if that covers the request. */
export async function rememberedConsent(
  parts: FlowParts,
  { request, signedIn }: ConsentStep,
): Promise<AuthorizationDecision | undefined> {
  if (isImpersonable(request)) return undefined;
  const { subject } = signedIn.user;
  const before = await parts.connections.find(subject, request.client.client_id);
  if (before === undefined || before.rememberedUntil <= parts.now()) return undefined;
  if (!request.scope.every((scope) => before.asked.includes(scope))) return undefined;
  const scope = request.scope.filter((one) => before.scope.includes(one));
  if (scope.length === 0 && request.scope.length > 0) return undefined;
  // The user may be taking it back at this very moment.
  if ((await noteUse(parts, subject, request.client.client_id)) === undefined) return undefined;
  return { approve: { subject, scope, details: { auth_time: signedIn.signedInAt } } };
}

/** The consent page. */
export function showConsent(
  parts: FlowParts,
  { request, signedIn, action }: ConsentStep,
  said: { status?: number; error?: string; checked?: readonly string[] } = {},
): AuthorizationDecision {
  const { config, render } = parts;
  const { name, username } = signedIn.user;
  const checked = said.checked ?? request.scope;
  const page = render.pages.consent({
    form: { action, proof: signedIn.proof(agreed(request)) },
    client: shownClient(request.client),
    user: { name, username },
    scopes: request.scope.map((scope) => ({
      name: scope,
      sentence: config.scopes[scope] ?? scope,
      checked: checked.includes(scope),
    })),
    destination: destination(request.redirectUri),
    native: isImpersonable(request),
    remembered: isImpersonable(request) ? undefined : inWords(config.lifetimes.consent),
    error: said.error,
  });
  const targets = formTargets(request.redirectUri);
  return { show: render.page(page, { status: said.status, formTargets: targets }) };
}

/** What the user has decided, if the form is of this session and about this very request. */
export async function decideConsent(
  parts: FlowParts,
  step: ConsentStep,
  form: NonNullable<AuthorizationRequest['form']>,
): Promise<AuthorizationDecision> {
  const { request, signedIn } = step;
  const chosen = form.all('scope');
  const clientId = request.client.client_id;
  const { subject } = signedIn.user;
  const genuine = signedIn.proves(agreed(request), form.get('proof'));
  if (!genuine || !chosen.every((scope) => request.scope.includes(scope))) {
    const reason = genuine ? 'consent.scope_widened' : 'form.foreign';
    parts.emit({ type: 'consent.refused', reason, subject, clientId, error: 'consent' });
    return showConsent(parts, step, {
      status: 403,
      error: 'What is asked for has changed since this page was made. Please look at it again.',
    });
  }
  switch (form.get('decision')) {
    case 'approve':
      if (chosen.length === 0 && request.scope.length > 0)
        return showConsent(parts, step, {
          status: 400,
          error: 'Choose at least one, or deny.',
          checked: [],
        });
      await connect(parts, step, chosen);
      return { approve: { subject, scope: chosen, details: { auth_time: signedIn.signedInAt } } };
    case 'switch':
      parts.emit({ type: 'user.signed_out', subject });
      return { show: parts.render.redirect(step.action, [await signedIn.end()]) };
    case 'deny':
      return { deny: true };
    default:
      return showConsent(parts, step);
  }
}

async function connect(
  parts: FlowParts,
  { request, signedIn }: ConsentStep,
  scope: readonly string[],
): Promise<void> {
  const { subject } = signedIn.user;
  const clientId = request.client.client_id;
  const at = parts.now();
  const rememberedUntil = isImpersonable(request) ? 0 : at + parts.config.lifetimes.consent;
  await parts.connections.update(subject, clientId, (before) => ({
    clientId,
    scope,
    asked: request.scope,
    since: before?.since ?? at,
    lastUsedAt: at,
    rememberedUntil,
  }));
  parts.emit({ type: 'consent.given', subject, clientId, scope });
}

/** The request that was looked at: whatever differs in it gives another proof. */
function agreed({ client, redirectUri, scope, url }: AuthorizationRequest): string {
  return JSON.stringify(['consent', client.client_id, redirectUri, scope, url]);
}

/**
 * Whether another app on the user's device could send this request and get the answer.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-8.6
 */
function isImpersonable({ client, redirectUri }: AuthorizationRequest): boolean {
  return isPublicClient(client) && new URL(redirectUri).protocol !== 'https:';
}
