import type { ClientRegistration } from '../contract/client.js';
import type { Check } from '../contract/plugin.js';
import type { ServerContext } from '../contract/server-context.js';
import { findRedirectUriFault } from './redirect-uri-rules.js';
import { canUseResponseType, sortResponseType } from './response-type.js';

/** Notes response types that are registered under a key that no request can match. */
export function checkResponseTypes({ plugins }: ServerContext, check: Check): void {
  for (const { name, responseTypes = {} } of plugins)
    for (const type of Object.keys(responseTypes)) {
      const sorted = sortResponseType(type);
      check(sorted === type, 'plugins', `${name} must register "${type}" as "${sorted}"`);
    }
}

/** Notes what would keep a client's authorization requests from being answered. */
export function checkRedirectUris(
  client: ClientRegistration,
  server: ServerContext,
  check: Check,
): void {
  // JavaScript may bring one URI where a list belongs.
  const lists = { redirect_uris: client.redirect_uris, response_types: client.response_types };
  for (const [member, list = []] of Object.entries<unknown>(lists))
    check(Array.isArray(list), member, 'must be a list');
  const { redirect_uris: uris = [] } = client;
  const isRedirected = Array.from(server.responseTypes).some(([key, type]) =>
    canUseResponseType(client, key, type),
  );
  check(
    !isRedirected || uris.length > 0,
    'redirect_uris',
    'must list where responses go, since response_types and grant_types allow authorization requests',
  );
  uris.forEach((uri, index) => {
    const fault = findRedirectUriFault(uri, server.options) ?? '';
    check(fault === '', `redirect_uris[${index}]`, fault);
  });
}
