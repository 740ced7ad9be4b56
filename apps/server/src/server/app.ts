import {
  type HttpRequest,
  type HttpResponse,
  OAuthError,
  type OnEvent,
  type Server,
  type Store,
} from '@oauth/core';
import type { Config } from '../config/config.js';
import { connections } from '../connections/connections.js';
import type { Keeping } from '../documents/collection.js';
import { accountRoutes } from '../flow/account.js';
import { authorizer } from '../flow/authorize.js';
import { connectedAppsRoutes } from '../flow/connected-apps.js';
import { errorPage, notFound, wantsPage } from '../flow/error-page.js';
import { grantPolicy } from '../flow/grant-policy.js';
import type { FlowParts } from '../flow/parts.js';
import { signOutRoutes } from '../flow/sign-out.js';
import { answer, pathOf, type Routes } from '../http/routes.js';
import type { Look } from '../pages/look.js';
import { renderer } from '../pages/renderer.js';
import { browsers } from '../sessions/browsers.js';
import { sessions } from '../sessions/session.js';
import { authenticator } from '../users/authenticator.js';
import { storedUsers } from '../users/stored-users.js';
import { bothUsers, type Users } from '../users/users.js';
import { healthRoutes } from './health.js';
import { oauthServer } from './oauth-server.js';
import { pluginsOf } from './plugins.js';

/** What the app is made from, beside its configuration. */
export interface AppParts {
  /** Where everything is kept. */
  readonly store: Store;
  /** The users of the configuration; more may be in the store. */
  readonly users: Users;
  readonly look: Look;
  readonly onEvent?: OnEvent | undefined;
  /** Epoch milliseconds. Default: `Date.now`. */
  readonly clock?: (() => number) | undefined;
}

/** The whole server: OAuth endpoints and the app's own paths. */
export interface App {
  /** URLs of the OAuth endpoints by their names in the metadata, without `_endpoint`. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Answers any request. It never throws or rejects. */
  handle(request: HttpRequest): Promise<HttpResponse>;
  /** It answers at every path. */
  canHandle(): boolean;
}

/**
 * Puts the server of a configuration together.
 *
 * @throws ConfigurationError
 */
export function createApp(config: Config, parts: AppParts): App {
  const keeping = { store: parts.store, now: secondsOf(parts) };
  const users = bothUsers(parts.users, storedUsers(keeping));
  const flow = flowParts(config, parts, keeping, users);
  const showError = errorPage(flow);
  const server = oauthServer(config, {
    store: parts.store,
    onEvent: parts.onEvent,
    clock: parts.clock,
    plugins: pluginsOf(config, grantPolicy(flow, users)),
    authorize: authorizer(flow),
    renderErrorPage: showError,
  });
  const routes = new Map(Object.entries(ownRoutes(config, flow, parts.look)));

  async function respond(request: HttpRequest): Promise<HttpResponse> {
    const route = routes.get(pathOf(request.url));
    if (route !== undefined) return answer(route, request);
    if (server.canHandle(request.url) || !wantsPage(request)) return server.handle(request);
    return notFound(flow);
  }

  return {
    endpoints: endpointsOf(server),
    canHandle: () => true,
    handle: (request) =>
      respond(request).catch((thrown: unknown) => {
        const error = OAuthError.is(thrown) ? thrown : unexpected(thrown);
        const { code, reason, options } = error;
        const type = error.status >= 500 ? 'request.failed' : 'request.refused';
        flow.emit({ type, reason, error: code, cause: options.cause });
        return showError(error, request);
      }),
  };
}

/** Epoch seconds, by the clock of these parts. */
function secondsOf({ clock = Date.now }: AppParts): () => number {
  return () => Math.floor(clock() / 1000);
}

function flowParts(config: Config, parts: AppParts, keeping: Keeping, users: Users): FlowParts {
  const { store, now } = keeping;
  const { issuer, lifetimes } = config;
  const clients = new Map(config.clients.map((client) => [client.client_id, client]));
  return {
    config,
    now,
    store,
    connections: connections(keeping, issuer),
    render: renderer(parts.look, basePath(config)),
    browsers: browsers({ sessions: sessions(keeping, issuer), users, issuer, lifetimes, now }),
    authenticate: authenticator(users, keeping),
    findClient: (clientId) => clients.get(clientId),
    emit: (event) => parts.onEvent?.({ ...event, timestampMs: (parts.clock ?? Date.now)() }),
  };
}

/** What the app's own paths begin with. */
function basePath({ issuer }: Config): string {
  return new URL(issuer).pathname.replace(/\/$/, '');
}

function ownRoutes(config: Config, flow: FlowParts, { stylesheet, logo }: Look): Routes {
  const base = basePath(config);
  return {
    ...Object.fromEntries(
      [stylesheet, logo].map(({ name, response }) => [
        `${base}/assets/${name}`,
        { GET: () => response },
      ]),
    ),
    ...accountRoutes(flow),
    ...signOutRoutes(flow),
    ...connectedAppsRoutes(flow),
    ...healthRoutes(flow),
  };
}

function endpointsOf({ context }: Server): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from(context.endpoints.keys(), (member) => [
      member.replace(/_endpoint$|^authorization_server_(?=metadata$)/, ''),
      context.endpointUrl(member),
    ]),
  );
}

function unexpected(cause: unknown): OAuthError {
  return new OAuthError('server_error', { reason: 'server.unexpected', cause });
}
