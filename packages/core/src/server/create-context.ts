import { randomText } from '#crypto';
import { createClientList } from '../client/client-list.js';
import type { Client, FindClient, FindPluginClient } from '../contract/client.js';
import type { Plugin } from '../contract/plugin.js';
import type { Registry, ServerContext } from '../contract/server-context.js';
import type { ServerOptions } from '../contract/server-options.js';
import type { Awaitable } from '../contract/types.js';
import { resolveEndpointPath } from '../http/endpoint-path.js';
import { readFormBody } from '../http/form-body.js';
import { type ParameterLimits, parseParameters } from '../http/parameters.js';
import { andThen } from '../lib/and-then.js';
import { callListener } from '../lib/call-listener.js';
import { createScopePolicy } from '../token/scope-policy.js';

/** Makes what a server is for plugins, from its options and what plugins registered. */
export function createContext(
  options: ServerOptions,
  plugins: readonly Plugin[],
  registry: Registry,
): ServerContext {
  const { clients, store, issuer, clock = Date.now, random = randomText } = options;
  const { accessTokenLifetime: lifetime = 3600, maxBodyBytes = 65_536 } = options;
  const limits = collectParameterLimits(options, plugins);
  const parse: ServerContext['parseParameters'] = (text, duplicates) =>
    parseParameters(text, limits, duplicates);
  const { origin, pathname } = new URL(issuer);
  const finders = collectClientFinders(options, plugins);
  const listeners = [options, ...plugins].flatMap(({ onEvent }) => onEvent ?? []);
  const context: ServerContext = {
    ...registry,
    options,
    issuer,
    plugins,
    store,
    random,
    scopes: createScopePolicy(options),
    accessTokenLifetime: typeof lifetime === 'number' ? () => lifetime : lifetime,
    credentialParameters: collectCredentialParameters(registry),
    now: () => Math.floor(clock() / 1000),
    listedClients: isFinder(clients) ? [] : clients,
    hasUnlistedClients: isFinder(clients) || finders.length > 1,
    findClient: (clientId) => findFirstClient(context, finders, clientId),
    endpointUrl: (member) =>
      origin + resolveEndpointPath(context, member, pathname.replace(/\/$/, '')),
    parseParameters: parse,
    readForm: (request, duplicates) =>
      andThen(readFormBody(request, maxBodyBytes), (text) => parse(text, duplicates)),
    emit(type, details) {
      for (const onEvent of listeners)
        void callListener(onEvent, { type, timestampMs: clock(), ...details });
    },
  };
  return context;
}

function collectParameterLimits(
  { maxParameters = 100 }: ServerOptions,
  plugins: readonly Plugin[],
): ParameterLimits {
  const repeatable = plugins.flatMap((plugin) => plugin.repeatableParameters ?? []);
  return { maxParameters, repeatable: new Set(repeatable) };
}

function collectCredentialParameters({ clientAuthentication }: Registry): ReadonlySet<string> {
  return new Set(
    Array.from(clientAuthentication.values()).flatMap((method) => method.parameters ?? []),
  );
}

function isFinder(clients: ServerOptions['clients']): clients is FindClient {
  return typeof clients === 'function';
}

function collectClientFinders(
  { clients }: ServerOptions,
  plugins: readonly Plugin[],
): readonly FindPluginClient[] {
  const own = isFinder(clients) ? clients : createClientList(clients);
  return [own, ...plugins.flatMap(({ findClient }) => findClient ?? [])];
}

/**
 * Asks the options, then each plugin, until one has the client. A database that compares ids without
 * case or accents finds a client of another id: that is not the client of the request.
 */
function findFirstClient(
  server: ServerContext,
  finders: readonly FindPluginClient[],
  clientId: string,
  position = 0,
): Awaitable<Client | undefined> {
  const find = finders[position];
  if (find === undefined) return undefined;
  return andThen(find(clientId, server), (client) =>
    client?.client_id === clientId
      ? client
      : findFirstClient(server, finders, clientId, position + 1),
  );
}
