import type { ResponseMode, ResponseType } from './authorization/types.js';
import type { ClientAuthentication } from './client-authentication.js';
import type {
  AccessTokenFormat,
  Check,
  Endpoint,
  GrantHandler,
  Plugin,
  RefreshTokenPolicy,
} from './plugin.js';
import { opaqueTokens } from './tokens.js';
import type { ByName } from './types.js';

/** All that plugins registered, merged. */
export interface Registry {
  readonly grants: ReadonlyMap<string, GrantHandler>;
  readonly responseTypes: ReadonlyMap<string, ResponseType>;
  readonly responseModes: ReadonlyMap<string, ResponseMode>;
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly clientAuthentication: ReadonlyMap<string, ClientAuthentication>;
  /** Opaque tokens, unless a plugin has a format. */
  readonly accessTokenFormat: AccessTokenFormat;
  readonly refreshTokens: RefreshTokenPolicy | undefined;
}

/** Merges plugins; two that claim one key with different things are a fault that names both. */
export function register(plugins: readonly Plugin[], check: Check): Registry {
  const owners = new Map<unknown, string>();
  const merge = <T>(
    entriesOf: (plugin: Plugin) => ByName<T | undefined> | undefined,
  ): Map<string, T> => {
    const merged = new Map<string, T>();
    for (const plugin of plugins)
      for (const [key, entry] of Object.entries(entriesOf(plugin) ?? {})) {
        if (entry === undefined) continue;
        const before = merged.get(key) ?? entry;
        check(before === entry, 'plugins', `${owners.get(before)} and ${plugin.name} have ${key}`);
        merged.set(key, entry);
        owners.set(entry, plugin.name);
      }
    return merged;
  };
  return {
    grants: merge((plugin) => plugin.grants),
    responseTypes: merge((plugin) => plugin.responseTypes),
    responseModes: merge((plugin) => plugin.responseModes),
    endpoints: merge((plugin) => plugin.endpoints),
    clientAuthentication: merge((plugin) => plugin.clientAuthentication),
    accessTokenFormat:
      merge(({ accessTokenFormat }) => ({ accessTokenFormat })).get('accessTokenFormat') ??
      opaqueTokens,
    refreshTokens: merge(({ refreshTokens }) => ({ refreshTokens })).get('refreshTokens'),
  };
}
