import type { PluginsConfig } from './config.js';

const userGrants = ['grant-authorization-code', 'grant-implicit', 'grant-password'] as const;

/** A plugin that is on and needs a user who signs in; `undefined` if there is none. */
export function findUserGrant(plugins: PluginsConfig): (typeof userGrants)[number] | undefined {
  return userGrants.find((name) => plugins[name] === true);
}
