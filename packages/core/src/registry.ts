import type { ResponseMode, ResponseType } from './authorization/types.js';
import type { ClientAuthentication } from './client-authentication.js';
import type { ConfigurationFault } from './errors.js';
import type { AccessTokenFormat, Endpoint, Grant, Plugin, RefreshTokenPolicy } from './plugin.js';
import type { Named } from './types.js';

/** All that plugins registered, merged. */
export interface Registry {
  readonly grants: ReadonlyMap<string, Grant>;
  readonly responseTypes: ReadonlyMap<string, ResponseType>;
  readonly responseModes: ReadonlyMap<string, ResponseMode>;
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly clientAuthentication: ReadonlyMap<string, ClientAuthentication>;
  readonly accessTokenFormat: AccessTokenFormat | undefined;
  readonly refreshTokens: RefreshTokenPolicy | undefined;
}

/** Merges plugins; two that claim one key with different things are a fault that names both. */
export function register(plugins: readonly Plugin[], faults: ConfigurationFault[]): Registry {
  const merge = <T>(what: string, entriesOf: (plugin: Plugin) => Named<T>): Map<string, T> => {
    const merged = new Map<string, T>();
    const owners = new Map<string, string>();
    for (const plugin of plugins) {
      for (const [key, entry] of Object.entries(entriesOf(plugin))) {
        const owner = owners.get(key);
        if (owner !== undefined && merged.get(key) !== entry)
          faults.push(conflict(`${what} "${key}"`, owner, plugin.name));
        merged.set(key, entry);
        owners.set(key, owner ?? plugin.name);
      }
    }
    return merged;
  };
  const only = <T>(what: string, entryOf: (plugin: Plugin) => T | undefined): T | undefined =>
    merge(what, (plugin) => {
      const entry = entryOf(plugin);
      return entry === undefined ? {} : { [what]: entry };
    }).get(what);
  return {
    grants: merge('grant type', (plugin) => plugin.grants ?? {}),
    responseTypes: merge('response type', (plugin) => normalised(plugin.responseTypes ?? {})),
    responseModes: merge('response mode', (plugin) => plugin.responseModes ?? {}),
    endpoints: merge('endpoint', (plugin) => plugin.endpoints ?? {}),
    clientAuthentication: merge(
      'client authentication method',
      (plugin) => plugin.clientAuthentication ?? {},
    ),
    accessTokenFormat: only('access token format', (plugin) => plugin.accessTokenFormat),
    refreshTokens: only('refresh token policy', (plugin) => plugin.refreshTokens),
  };
}

/** The values of a response type are a set: their order means nothing (RFC 6749 section 3.1.1). */
export function responseTypeKey(responseType: string): string {
  return responseType.includes(' ') ? responseType.split(' ').sort().join(' ') : responseType;
}

function normalised<T>(entries: Named<T>): Named<T> {
  return Object.fromEntries(
    Object.entries(entries).map(([key, entry]) => [responseTypeKey(key), entry]),
  );
}

function conflict(what: string, first: string, second: string): ConfigurationFault {
  const message =
    first === second
      ? `${first} is there twice; remove one`
      : `${first} and ${second} both register the ${what}; remove one of them`;
  return { path: 'plugins', message };
}
