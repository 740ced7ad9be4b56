import { isPublicClient, type AuthorizationDecision, type AuthorizationRequest } from '@oauth/core';
import { type Consent, consentDetail } from '../consents/consent.js';
import { clientView } from '../pages/client-view.js';
import { formatDestination, formatDuration } from '../pages/format.js';
import { getFormActionSources } from '../pages/renderer.js';
import { csrfField } from '../sessions/csrf-token.js';
import type { Session } from '../sessions/sessions.js';
import type { FlowContext } from './flow-context.js';

/** A valid request and the user who decides on it. */
export interface ConsentStep {
  readonly request: AuthorizationRequest;
  readonly session: Session;
  /** Path and query of the authorization URL, to which the form posts. */
  readonly action: string;
}

type ConsentForm = NonNullable<AuthorizationRequest['form']>;

interface ConsentPageOptions {
  readonly status?: number;
  readonly error?: string;
  /** The scopes whose checkboxes are checked. Default: all. */
  readonly checked?: readonly string[];
}

/** Approves by an earlier consent of the user, if that covers the request. */
export async function findRememberedConsent(
  context: FlowContext,
  { request, session }: ConsentStep,
): Promise<AuthorizationDecision | undefined> {
  if (canBeImpersonated(request)) return undefined;
  const consent = await context.consents.find(session.user.subject, request.client.client_id);
  if (consent === undefined || consent.rememberedUntil <= context.now()) return undefined;
  if (!request.scope.every((scope) => consent.requested.includes(scope))) return undefined;
  const scope = request.scope.filter((name) => consent.scope.includes(name));
  if (scope.length === 0 && request.scope.length > 0) return undefined;
  return approveUnder(consent, session, scope);
}

/** The consent page. */
export function renderConsentPage(
  { config, renderer }: FlowContext,
  { request, session, action }: ConsentStep,
  { status, error, checked = request.scope }: ConsentPageOptions = {},
): AuthorizationDecision {
  const { name, username } = session.user;
  const native = canBeImpersonated(request);
  const page = renderer.pages.consent({
    form: { action, csrfToken: session.csrf.create(getCsrfPurpose(request)) },
    client: clientView(request.client),
    user: { name, username },
    scopes: request.scope.map((scope) => ({
      name: scope,
      sentence: config.scopes[scope] ?? scope,
      checked: checked.includes(scope),
    })),
    destination: formatDestination(request.redirectUri),
    native,
    remembered: native ? undefined : formatDuration(config.lifetimes.consent),
    error,
  });
  const formActionSources = getFormActionSources(request.redirectUri);
  return { show: renderer.renderPage(page, { status, formActionSources }) };
}

/** Carries out the user's decision. */
export async function handleConsentForm(
  context: FlowContext,
  step: ConsentStep,
  form: ConsentForm,
): Promise<AuthorizationDecision> {
  const { session, action } = step;
  if (!isFormOfRequest(context, step, form))
    return renderConsentPage(context, step, {
      status: 403,
      error: 'The request has changed since this page was made. Please look at it again.',
    });
  switch (form.get('decision')) {
    case 'approve':
      return approveScopes(context, step, form.all('scope'));
    case 'switch':
      context.emit({ type: 'user.signed_out', subject: session.user.subject });
      return { show: context.renderer.redirect(action, [await session.end()]) };
    case 'deny':
      return { deny: true };
    default:
      return renderConsentPage(context, step);
  }
}

/** Whether the form was made in this session for exactly this request. */
function isFormOfRequest(
  { emit }: FlowContext,
  { request, session }: ConsentStep,
  form: ConsentForm,
): boolean {
  const hasToken = session.csrf.verify(getCsrfPurpose(request), form.get(csrfField));
  if (hasToken && form.all('scope').every((scope) => request.scope.includes(scope))) return true;
  emit({
    type: 'consent.refused',
    reason: hasToken ? 'consent.scope_widened' : 'form.invalid_csrf_token',
    subject: session.user.subject,
    clientId: request.client.client_id,
    error: 'consent',
  });
  return false;
}

async function approveScopes(
  context: FlowContext,
  step: ConsentStep,
  scope: readonly string[],
): Promise<AuthorizationDecision> {
  const { request, session } = step;
  if (scope.length === 0 && request.scope.length > 0)
    return renderConsentPage(context, step, {
      status: 400,
      error: 'Choose at least one, or deny.',
      checked: [],
    });
  return approveUnder(await storeConsent(context, step, scope), session, scope);
}

/** Marks the grant with its consent, so that it ends with it. */
function approveUnder(
  { id }: Consent,
  { user: { subject }, signedInAt }: Session,
  scope: readonly string[],
): AuthorizationDecision {
  return { approve: { subject, scope, details: { auth_time: signedInAt, [consentDetail]: id } } };
}

async function storeConsent(
  { config, consents, now, emit }: FlowContext,
  { request, session }: ConsentStep,
  scope: readonly string[],
): Promise<Consent> {
  const { subject } = session.user;
  const clientId = request.client.client_id;
  const rememberedUntil = canBeImpersonated(request) ? 0 : now() + config.lifetimes.consent;
  const decision = { clientId, scope, requested: request.scope, rememberedUntil };
  const consent = await consents.give(subject, decision);
  emit({ type: 'consent.given', subject, clientId, scope });
  return consent;
}

/** Binds the token to the request that the page shows: a form of another request is refused. */
function getCsrfPurpose({ client, redirectUri, scope, url }: AuthorizationRequest): string {
  return JSON.stringify(['consent', client.client_id, redirectUri, scope, url]);
}

/**
 * Whether another app on the user's device could send this request and receive the response.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8252#section-8.6
 */
function canBeImpersonated({ client, redirectUri }: AuthorizationRequest): boolean {
  return isPublicClient(client) && new URL(redirectUri).protocol !== 'https:';
}
