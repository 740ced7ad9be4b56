import type { Hooks, RegisteredHooks } from '../contract/hooks.js';
import type { Check, Plugin } from '../contract/plugin.js';
import type { Registry } from '../contract/server-context.js';
import type { ServerOptions } from '../contract/server-options.js';
import type { ByName } from '../contract/types.js';
import { opaqueTokens } from '../token/create-token.js';

/** Merges plugins; two that claim one key with different things are a fault that names both. */
export function mergePlugins(plugins: readonly Plugin[], check: Check): Registry {
  return {
    grants: mergeByName(plugins, (plugin) => plugin.grants, check),
    responseTypes: mergeByName(plugins, (plugin) => plugin.responseTypes, check),
    responseModes: mergeByName(plugins, (plugin) => plugin.responseModes, check),
    endpoints: mergeByName(plugins, (plugin) => plugin.endpoints, check),
    clientAuthentication: mergeByName(plugins, (plugin) => plugin.clientAuthentication, check),
    accessTokenFormat: selectSingle(plugins, 'accessTokenFormat', check) ?? opaqueTokens,
    refreshTokens: selectSingle(plugins, 'refreshTokens', check),
    hooks: collectHooks(plugins),
  };
}

/** Leaves out the methods of client authentication that the options do not allow. */
export function restrictAuthentication(
  registry: Registry,
  { clientAuthenticationMethods: allowed }: ServerOptions,
): Registry {
  if (allowed === undefined) return registry;
  const methods = Array.from(registry.clientAuthentication);
  const clientAuthentication = new Map(methods.filter(([method]) => allowed.includes(method)));
  return { ...registry, clientAuthentication };
}

function mergeByName<T>(
  plugins: readonly Plugin[],
  getEntries: (plugin: Plugin) => ByName<T | undefined> | undefined,
  check: Check,
): Map<string, T> {
  const merged = new Map<string, T>();
  const owners = new Map<string, string>();
  for (const plugin of plugins)
    for (const [key, entry] of Object.entries(getEntries(plugin) ?? {})) {
      if (entry === undefined) continue;
      const isFree = !merged.has(key) || merged.get(key) === entry;
      check(isFree, 'plugins', describeConflict(owners.get(key) ?? '', plugin.name, key));
      merged.set(key, entry);
      owners.set(key, plugin.name);
    }
  return merged;
}

function selectSingle<Name extends 'accessTokenFormat' | 'refreshTokens'>(
  plugins: readonly Plugin[],
  name: Name,
  check: Check,
): Plugin[Name] | undefined {
  let selected: Plugin[Name] | undefined;
  let owner = '';
  for (const plugin of plugins) {
    const member = plugin[name];
    if (member === undefined) continue;
    const isFree = selected === undefined || selected === member;
    check(isFree, 'plugins', describeConflict(owner, plugin.name, name));
    selected = member;
    owner = plugin.name;
  }
  return selected;
}

function describeConflict(first: string, second: string, key: string): string {
  return `${first} and ${second} both have ${key}: remove one of them`;
}

function collectHooks(plugins: readonly Plugin[]): RegisteredHooks {
  const collect = <Name extends keyof Hooks>(name: Name): NonNullable<Hooks[Name]>[] =>
    plugins.flatMap(({ hooks }) => hooks?.[name] ?? []);
  return {
    readAuthorization: collect('readAuthorization'),
    onAuthorizationRequest: collect('onAuthorizationRequest'),
    beforeAuthorize: collect('beforeAuthorize'),
    onDecision: collect('onDecision'),
    beforeRedirect: collect('beforeRedirect'),
    onTokenRequest: collect('onTokenRequest'),
    onTokenPresented: collect('onTokenPresented'),
    beforeIssue: collect('beforeIssue'),
    beforeTokenResponse: collect('beforeTokenResponse'),
    tokenClaims: collect('tokenClaims'),
  };
}
