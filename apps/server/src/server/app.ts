import {
  json,
  OAuthError,
  type HttpRequest,
  type HttpResponse,
  type OnEvent,
  type Server,
} from '@oauth/core';
import type { Config } from '../config/config.js';
import { accountRoutes } from '../flow/account.js';
import { authorizer } from '../flow/authorize.js';
import { connectedAppsRoutes } from '../flow/connected-apps.js';
import { errorPage, notFound, wantsPage } from '../flow/error-page.js';
import type { FlowParts } from '../flow/parts.js';
import { signOutRoutes } from '../flow/sign-out.js';
import { grantPolicy } from '../flow/grant-policy.js';
import { answer, pathOf, type Routes } from '../http/routes.js';
import type { Look } from '../pages/look.js';
import { renderer } from '../pages/renderer.js';
import { browsers } from '../sessions/browsers.js';
import { authenticator } from '../users/authenticator.js';
import type { Users } from '../users/users.js';
import { oauthServer } from './oauth-server.js';
import { pluginsOf } from './plugins.js';
import type { Stores } from './stores.js';

/** What the app is made from, beside its configuration. */
export interface AppParts {
  readonly stores: Stores;
  readonly users: Users;
  readonly look: Look;
  readonly onEvent?: OnEvent | undefined;
  /** Epoch milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** The whole server: OAuth endpoints and the app's own paths. */
export interface App {
  /** URLs of the OAuth endpoints by their names in the metadata, without `_endpoint`. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Answers any request. It never throws or rejects. */
  handle(request: HttpRequest): Promise<HttpResponse>;
  /** It answers at every path. */
  handles(): boolean;
}

/**
 * Puts the server of a configuration together.
 *
 * @throws ConfigurationError
 */
export function createApp(config: Config, parts: AppParts): App {
  const flow = flowParts(config, parts);
  const showError = errorPage(flow);
  const server = oauthServer(config, {
    store: parts.stores.store,
    onEvent: parts.onEvent,
    now: parts.now,
    plugins: pluginsOf(config, grantPolicy(flow, parts.users)),
    authorize: authorizer(flow),
    errorPage: showError,
  });
  const routes = new Map(Object.entries(ownRoutes(config, flow, parts.look)));

  async function respond(request: HttpRequest): Promise<HttpResponse> {
    const route = routes.get(pathOf(request.url));
    if (route !== undefined) return answer(route, request);
    if (server.handles(request.url) || !wantsPage(request)) return server.handle(request);
    return notFound(flow);
  }

  return {
    endpoints: endpointsOf(server),
    handles: () => true,
    handle: (request) =>
      respond(request).catch((thrown: unknown) => {
        const error = OAuthError.is(thrown) ? thrown : unexpected(thrown);
        const { code, reason, options } = error;
        flow.emit({ type: 'request.failed', reason, error: code, cause: options.cause });
        return showError(error, request);
      }),
  };
}

function flowParts(config: Config, { stores, users, look, ...parts }: AppParts): FlowParts {
  const milliseconds = parts.now ?? Date.now;
  const now = (): number => Math.floor(milliseconds() / 1000);
  const issuer = new URL(config.issuer);
  const { lifetimes } = config;
  const secure = issuer.protocol === 'https:';
  const clients = new Map(config.clients.map((client) => [client.client_id, client]));
  return {
    config,
    now,
    store: stores.store,
    connections: stores.connections,
    render: renderer(look, issuer.pathname.replace(/\/$/, '')),
    browsers: browsers({ sessions: stores.sessions, users, secure, lifetimes, now }),
    authenticate: authenticator(users, now),
    findClient: (clientId) => clients.get(clientId),
    emit: (event) => parts.onEvent?.({ ...event, at: milliseconds() }),
  };
}

function ownRoutes(config: Config, flow: FlowParts, { stylesheet, logo }: Look): Routes {
  const base = new URL(config.issuer).pathname.replace(/\/$/, '');
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
    '/healthz': { GET: () => json(200, { status: 'ok' }) },
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
