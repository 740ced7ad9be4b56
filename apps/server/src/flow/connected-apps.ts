import type { Client, HttpRequest, HttpResponse } from '@oauth/core';
import type { Connection } from '../connections/connection.js';
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

/** Revokes every code and token. Codes that are not redeemed yet and the consent end first. */
async function removeApp(context: FlowContext, subject: string, clientId: string): Promise<void> {
  const { connections, store, emit } = context;
  await connections.end(subject, clientId, async () => {
    await store.revoke({ subject, clientId });
    emit({ type: 'grant.revoked', reason: 'user.removed_app', subject, clientId });
  });
}

async function renderConnectedApps(
  context: FlowContext,
  request: HttpRequest,
): Promise<HttpResponse> {
  const { renderer, connections, sessions } = context;
  const path = renderer.links.connectedApps;
  const session = await sessions.find(request);
  if (session === undefined) return redirectToSignIn(context, path);
  const { user, csrf } = session;
  const list = await connections.listOf(user.subject);
  const removed = parseQuery(request.url).get('removed');
  const page = renderer.pages.connectedApps({
    form: { action: path, csrfToken: csrf.create(csrfPurpose) },
    user,
    apps: [...list]
      .sort((a, b) => b.lastUsedAt - a.lastUsedAt)
      .map((connection) => connectedAppView(context, connection)),
    notice: getRemovalNotice(context, list, removed),
  });
  return renderer.renderPage(page, { user });
}

/** Checks that the app is gone: a link with `removed` could come from anywhere. */
function getRemovalNotice(
  { findClient }: FlowContext,
  list: readonly Connection[],
  removed: string | null,
): string | undefined {
  const client = removed === null ? undefined : findClient(removed);
  if (client === undefined || list.some(({ clientId }) => clientId === removed)) return undefined;
  return `${clientView(client).name} can no longer use your account.`;
}

function connectedAppView(
  { config, findClient }: FlowContext,
  { clientId, scope, since, lastUsedAt }: Connection,
): ConnectedAppView {
  const client: Client = findClient(clientId) ?? { client_id: clientId };
  return {
    client: clientView(client),
    scopes: scope.map((name) => ({ name, sentence: config.scopes[name] ?? name })),
    since: new Date(since * 1000),
    lastUsedAt: new Date(lastUsedAt * 1000),
  };
}
