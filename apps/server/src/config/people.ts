import type { PluginsConfig } from './config.js';

const grants = ['grant-authorization-code', 'grant-implicit', 'grant-password'] as const;

/** A plugin that is on and needs somebody to sign in; `undefined` if none is. */
export function grantOfPeople(plugins: PluginsConfig): (typeof grants)[number] | undefined {
  return grants.find((name) => plugins[name] === true);
}
