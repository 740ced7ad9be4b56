import {
  OAuthError,
  type HttpRequest,
  type HttpResponse,
  type OnEvent,
  type Server,
  type Store,
} from '@oauth/core';
import type { DocumentHost } from '@oauth/core/plugin';
import type { Config } from '../config/config.js';
import { consents } from '../consents/consents.js';
import { sharedHost } from '../documents/shared-host.js';
import { accountRoutes } from '../flow/account.js';
import { authorizer } from '../flow/authorize.js';
import { connectedAppsRoutes } from '../flow/connected-apps.js';
import { errorPage, isFromBrowser, renderNotFoundPage } from '../flow/error-page.js';
import type { FlowContext } from '../flow/flow-context.js';
import { grantPolicy } from '../flow/grant-policy.js';
import { signOutRoutes } from '../flow/sign-out.js';
import { handleRoute, parsePath, type Routes } from '../http/routes.js';
import { renderer } from '../pages/renderer.js';
import type { Theme } from '../pages/theme.js';
import { appError } from '../reasons.js';
import { sessionDocuments } from '../sessions/session-document.js';
import { sessions } from '../sessions/sessions.js';
import { authenticator } from '../users/authenticator.js';
import { storedUsers } from '../users/stored-users.js';
import { combineUsers, type Users } from '../users/users.js';
import { healthRoutes } from './health.js';
import { createOAuthServer } from './oauth-server.js';
import { createPlugins } from './plugins.js';

/** What the app needs beside its configuration. */
export interface AppOptions {
  readonly store: Store;
  /** The users of the configuration; the store may have more. */
  readonly users: Users;
  readonly theme: Theme;
  readonly onEvent?: OnEvent | undefined;
  /** Epoch milliseconds. Default: `Date.now`. */
  readonly clock?: (() => number) | undefined;
}

/** The whole server: the OAuth endpoints and the app's own routes. */
export interface App {
  /** URLs of the OAuth endpoints by their names in the metadata, without `_endpoint`. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Handles any request. Never throws or rejects. */
  handle(request: HttpRequest): Promise<HttpResponse>;
  /** Always true: the app handles unknown paths too. */
  canHandle(): boolean;
}

/**
 * Creates the app of a configuration.
 *
 * @throws ConfigurationError
 */
export function createApp(config: Config, options: AppOptions): App {
  const { store, onEvent, clock = Date.now } = options;
  const host = { issuer: config.issuer, store, now: () => Math.floor(clock() / 1000) };
  const users = combineUsers(options.users, storedUsers(sharedHost(host)));
  const context = createFlowContext(config, options, host, users);
  const renderErrorPage = errorPage(context);
  const server = createOAuthServer(config, {
    store,
    onEvent,
    clock,
    plugins: createPlugins(config, grantPolicy(context, users)),
    authorize: authorizer(context),
    renderErrorPage,
  });
  const routes = new Map(Object.entries(appRoutes(config, context, options.theme)));

  async function routeRequest(request: HttpRequest): Promise<HttpResponse> {
    const route = routes.get(parsePath(request.url));
    if (route !== undefined) return handleRoute(route, request);
    if (server.canHandle(request.url) || !isFromBrowser(request)) return server.handle(request);
    return renderNotFoundPage(context);
  }

  return {
    endpoints: getEndpointUrls(server),
    canHandle: () => true,
    handle: (request) =>
      routeRequest(request).catch((thrown: unknown) => {
        const error = OAuthError.is(thrown)
          ? thrown
          : appError('server.unexpected', { cause: thrown });
        const { code, reason, options } = error;
        const type = error.status >= 500 ? 'request.failed' : 'request.refused';
        context.emit({ type, reason, error: code, cause: options.cause });
        return renderErrorPage(error, request);
      }),
  };
}

function createFlowContext(
  config: Config,
  { theme, onEvent, clock = Date.now }: AppOptions,
  host: DocumentHost,
  users: Users,
): FlowContext {
  const { issuer, store, now } = host;
  const { lifetimes } = config;
  const documents = sessionDocuments(host);
  const clients = new Map(config.clients.map((client) => [client.client_id, client]));
  return {
    config,
    now,
    store,
    consents: consents(host),
    renderer: renderer(theme, getBasePath(config)),
    sessions: sessions({ documents, users, issuer, lifetimes, now }),
    authenticateUser: authenticator(users, sharedHost(host)),
    findClient: (clientId) => clients.get(clientId),
    emit: (event) => onEvent?.({ ...event, timestampMs: clock() }),
  };
}

/** The path of the issuer, below which the app's pages are. */
function getBasePath({ issuer }: Config): string {
  return new URL(issuer).pathname.replace(/\/$/, '');
}

function appRoutes(config: Config, context: FlowContext, { stylesheet, logo }: Theme): Routes {
  const base = getBasePath(config);
  return {
    [`${base}/assets/${stylesheet.name}`]: { GET: () => stylesheet.response },
    [`${base}/assets/${logo.name}`]: { GET: () => logo.response },
    ...accountRoutes(context),
    ...signOutRoutes(context),
    ...connectedAppsRoutes(context),
    ...healthRoutes(context),
  };
}

function getEndpointUrls({ context }: Server): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from(context.endpoints.keys(), (member) => [
      member.replace(/_endpoint$|^authorization_server_(?=metadata$)/, ''),
      context.endpointUrl(member),
    ]),
  );
}
