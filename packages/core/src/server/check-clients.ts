import { getAuthenticationMethod } from '../client/client-metadata.js';
import type { ClientRegistration } from '../contract/client.js';
import type { ConfigurationFault } from '../contract/errors.js';
import type { Check } from '../contract/plugin.js';
import type { ServerContext } from '../contract/server-context.js';
import { isScopeToken } from '../token/scope.js';
import { collectFaults } from './collect-faults.js';

export const scopeTokenRule = 'must be scope-tokens';

/** Notes what is wrong with the clients of the options. */
export function checkListedClients(server: ServerContext, check: Check): void {
  const seen = new Set<string>();
  server.listedClients.forEach((client, index) => {
    const at = `clients[${index}].`;
    const { client_id: id } = client;
    check(!seen.has(id), `${at}client_id`, 'must be unique printable ASCII');
    seen.add(id);
    checkClient(client, server, (holds, member, message) => check(holds, at + member, message));
  });
}

/**
 * Finds what is wrong with a client's metadata, by member, for plugins that register clients: what
 * core and all plugins ask of listed clients.
 */
export function findClientFaults(
  server: ServerContext,
  client: ClientRegistration,
): readonly ConfigurationFault[] {
  return collectFaults((check) => checkClient(client, server, check)).faults;
}

function checkClient(client: ClientRegistration, server: ServerContext, check: Check): void {
  const { grants, clientAuthentication } = server;
  const { client_id: id, scope = 'any', grant_types: types = [] } = client;
  check(/^[\x20-\x7e]+$/.test(id), 'client_id', 'must be unique printable ASCII');
  const method = getAuthenticationMethod(client);
  checkAmong([...clientAuthentication.keys()], [method], 'token_endpoint_auth_method', check);
  checkSecret(client, server, check);
  check(scope.split(' ').every(isScopeToken), 'scope', scopeTokenRule);
  checkAmong(['implicit', 'refresh_token', ...grants.keys()], types, 'grant_types', check);
  for (const plugin of server.plugins) plugin.checkClient?.(client, server, check);
}

function checkSecret(client: ClientRegistration, { options }: ServerContext, check: Check): void {
  const method = getAuthenticationMethod(client);
  const needsSecret = /^client_secret_(basic|post)$/.test(method) && !options.verifySecret;
  const hasSecret = client.client_secret ?? client.client_secret_digest;
  check(
    hasSecret ? method !== 'none' : !needsSecret,
    'client_secret',
    'must be there, unless token_endpoint_auth_method is none',
  );
}

/** Notes values that are not in a list. */
export function checkAmong(
  list: readonly string[],
  values: readonly string[],
  path: string,
  check: Check,
): void {
  const isKnown = values.every((value) => list.includes(value));
  check(isKnown, path, `must be among ${list.join(', ')}`);
}
