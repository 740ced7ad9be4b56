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
  const merge = <T>(
    kind: string,
    entriesOf: (plugin: Plugin) => Named<T> | undefined,
  ): Map<string, T> => {
    const merged = new Map<string, T>();
    const owners = new Map<string, string>();
    for (const plugin of plugins)
      for (const [key, entry] of Object.entries(entriesOf(plugin) ?? {})) {
        if (merged.has(key) && merged.get(key) !== entry) {
          const message = `${owners.get(key)} and ${plugin.name} both register ${kind} ${key}`;
          faults.push({ path: 'plugins', message });
        }
        merged.set(key, entry);
        owners.set(key, plugin.name);
      }
    return merged;
  };
  return {
    grants: merge('grants', (plugin) => plugin.grants),
    responseTypes: merge('responseTypes', (plugin) => plugin.responseTypes),
    responseModes: merge('responseModes', (plugin) => plugin.responseModes),
    endpoints: merge('endpoints', (plugin) => plugin.endpoints),
    clientAuthentication: merge('clientAuthentication', (plugin) => plugin.clientAuthentication),
    accessTokenFormat: merge(
      'the',
      ({ accessTokenFormat }) => accessTokenFormat && { accessTokenFormat },
    ).get('accessTokenFormat'),
    refreshTokens: merge('the', ({ refreshTokens }) => refreshTokens && { refreshTokens }).get(
      'refreshTokens',
    ),
  };
}
