import type { Client, HttpRequest, HttpResponse } from '@oauth/core';
import { type ConnectedApp, listConnectedApps } from '../consents/list-connected-apps.js';
import { parseQuery, type Routes } from '../http/routes.js';
import { clientView } from '../pages/client-view.js';
import type { ConnectedAppView } from '../pages/views.js';
import { csrfField } from '../sessions/csrf-token.js';
import { redirectToSignIn, refuseInvalidCsrfToken } from './account.js';
import type { FlowContext } from './flow-context.js';
import { readForm } from './read-form.js';

const csrfPurpose = 'remove an app';

/** The page on which users see their connected apps and remove them. */
export function connectedAppsRoutes(context: FlowContext): Routes {
  return {
    [context.renderer.links.connectedApps]: {
      GET: (request) => renderConnectedApps(context, request),
      POST: (request) => handleRemovalForm(context, request),
    },
  };
}

async function handleRemovalForm(
  context: FlowContext,
  request: HttpRequest,
): Promise<HttpResponse> {
  const { renderer, sessions } = context;
  const path = renderer.links.connectedApps;
  const session = await sessions.find(request);
  if (session === undefined) return redirectToSignIn(context, path);
  const form = await readForm(request);
  if (!session.csrf.verify(csrfPurpose, form.get(csrfField)))
    return refuseInvalidCsrfToken(context, session);
  const clientId = form.get('client_id') ?? '';
  await removeApp(context, session.user.subject, clientId);
  return renderer.redirect(`${path}?removed=${encodeURIComponent(clientId)}`);
}

/** Ends the consent first: a code that reaches the store after the revocation is refused by it. */
async function removeApp(
  { consents, store, emit }: FlowContext,
  subject: string,
  clientId: string,
): Promise<void> {
  const consent = await consents.end(subject, clientId);
  if (consent === undefined) return;
  await store.revoke({ subject, clientId });
  emit({ type: 'grant.revoked', reason: 'user.removed_app', subject, clientId });
  await consents.remove(subject, consent.id);
}

async function renderConnectedApps(
  context: FlowContext,
  request: HttpRequest,
): Promise<HttpResponse> {
  const { renderer, consents, sessions } = context;
  const path = renderer.links.connectedApps;
  const session = await sessions.find(request);
  if (session === undefined) return redirectToSignIn(context, path);
  const { user, csrf } = session;
  const apps = await listConnectedApps(consents, context, user.subject);
  const removed = parseQuery(request.url).get('removed');
  const page = renderer.pages.connectedApps({
    form: { action: path, csrfToken: csrf.create(csrfPurpose) },
    user,
    apps: apps.map((app) => connectedAppView(context, app)),
    notice: getRemovalNotice(context, apps, removed),
  });
  return renderer.renderPage(page, { user });
}

/** Checks that the app is gone: a link with `removed` could come from anywhere. */
function getRemovalNotice(
  { findClient }: FlowContext,
  apps: readonly ConnectedApp[],
  removed: string | null,
): string | undefined {
  const client = removed === null ? undefined : findClient(removed);
  if (client === undefined || apps.some(({ consent }) => consent.clientId === removed))
    return undefined;
  return `${clientView(client).name} can no longer use your account.`;
}

function connectedAppView(
  { config, findClient }: FlowContext,
  { consent, lastUsedAt }: ConnectedApp,
): ConnectedAppView {
  const { clientId, scope, since } = consent;
  const client: Client = findClient(clientId) ?? { client_id: clientId };
  return {
    client: clientView(client),
    scopes: scope.map((name) => ({ name, sentence: config.scopes[name] ?? name })),
    since: new Date(since * 1000),
    lastUsedAt: new Date(lastUsedAt * 1000),
  };
}
