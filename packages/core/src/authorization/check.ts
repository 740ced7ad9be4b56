import type { Client } from '../client.js';
import type { Check } from '../plugin.js';
import { findRedirectUriFault } from './redirect-uri.js';
import { mayUse, responseTypeKey } from './request.js';
import type { ServerContext } from '../server-context.js';

/** Notes what would keep the authorization endpoint from answering. */
export function checkAuthorization(server: ServerContext, check: Check): void {
  for (const { name, responseTypes = {} } of server.plugins)
    for (const type of Object.keys(responseTypes))
      check(responseTypeKey(type) === type, 'plugins', `${name} has to sort ${type}`);
  const { clients } = server.options;
  if (typeof clients === 'function') return;
  clients.forEach((client, index) => checkClient(client, `clients[${index}]`, server, check));
}

function checkClient(client: Client, at: string, server: ServerContext, check: Check): void {
  // JavaScript may bring one URI where a list belongs.
  const lists = { redirect_uris: client.redirect_uris, response_types: client.response_types };
  for (const [member, list = []] of Object.entries<unknown>(lists))
    check(Array.isArray(list), `${at}.${member}`, 'must be a list');
  const { redirect_uris: uris = [] } = client;
  const answered = Array.from(server.responseTypes).some(([key, type]) =>
    mayUse(client, key, type),
  );
  const rule = 'must list where the client is answered';
  check(!answered || uris.length > 0, `${at}.redirect_uris`, rule);
  uris.forEach((uri, index) => {
    const fault = findRedirectUriFault(uri, server.options) ?? '';
    check(fault === '', `${at}.redirect_uris[${index}]`, fault);
  });
}
