import type { Client, HttpRequest, HttpResponse } from '@oauth/core';
import type { Connection } from '../connections/connection.js';
import { queryOf, type Routes } from '../http/routes.js';
import type { ConnectedApp } from '../pages/models.js';
import { shownClient } from '../pages/shown.js';
import type { SignedIn } from '../sessions/browsers.js';
import { foreignForm, whenSignedIn } from './account.js';
import { readForm, type FlowParts } from './parts.js';

const removing = 'remove an app';

/** The page on which users see what they let in, and take it back. */
export function connectedAppsRoutes(parts: FlowParts): Routes {
  const path = parts.render.links.connectedApps;
  return {
    [path]: {
      GET: (request) =>
        whenSignedIn(parts, request, path, (signedIn) => show(parts, request, signedIn)),
      POST: (request) =>
        whenSignedIn(parts, request, path, async (signedIn) => {
          const form = await readForm(request);
          if (!signedIn.proves(removing, form.get('proof') ?? undefined))
            return foreignForm(parts, signedIn);
          const clientId = form.get('client_id') ?? '';
          await disconnect(parts, signedIn.user.subject, clientId);
          return parts.render.redirect(`${path}?removed=${encodeURIComponent(clientId)}`);
        }),
    },
  };
}

/** Redeems and remembers nothing from now on, and revokes every code and token. */
async function disconnect(parts: FlowParts, subject: string, clientId: string): Promise<void> {
  await parts.connections.end(subject, clientId, async () => {
    await parts.store.revoke({ subject, clientId });
    parts.emit({ type: 'grant.revoked', reason: 'user.removed_app', subject, clientId });
  });
}

async function show(
  parts: FlowParts,
  request: HttpRequest,
  signedIn: SignedIn,
): Promise<HttpResponse> {
  const { render, connections } = parts;
  const { user } = signedIn;
  const list = await connections.listOf(user.subject);
  const removed = queryOf(request.url).get('removed');
  const page = render.pages.connectedApps({
    form: { action: render.links.connectedApps, proof: signedIn.proof(removing) },
    user,
    apps: [...list].sort((a, b) => b.lastUsedAt - a.lastUsedAt).map((one) => app(parts, one)),
    notice: noticeOf(parts, list, removed),
  });
  return render.page(page, { user });
}

/** Said only when it is true: anybody can write a link with `removed` in it. */
function noticeOf(
  parts: FlowParts,
  list: readonly Connection[],
  removed: string | null,
): string | undefined {
  const client = removed === null ? undefined : parts.findClient(removed);
  if (client === undefined || list.some(({ clientId }) => clientId === removed)) return undefined;
  return `${shownClient(client).name} can no longer use your account.`;
}

function app(parts: FlowParts, connection: Connection): ConnectedApp {
  const { clientId, scope, since, lastUsedAt } = connection;
  const client: Client = parts.findClient(clientId) ?? { client_id: clientId };
  return {
    client: shownClient(client),
    scopes: scope.map((name) => ({ name, sentence: parts.config.scopes[name] ?? name })),
    since: new Date(since * 1000),
    lastUsedAt: new Date(lastUsedAt * 1000),
  };
}
