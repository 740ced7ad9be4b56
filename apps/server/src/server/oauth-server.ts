import {
  ConfigurationError,
  createServer,
  type Plugin,
  type Server,
  type ServerOptions,
} from '@oauth/core';
import { memoryStore } from '@oauth/store-memory';
import type { Config } from '../config/config.js';
import type { Fault } from '../config/faults.js';
import { parsePath, type Path } from '../config/path.js';
import { createPlugins, type PluginCallbacks } from './plugins.js';

/** What core's server needs beside the configuration. */
export interface OAuthServerParts extends Pick<
  ServerOptions,
  'store' | 'onEvent' | 'clock' | 'authorize' | 'renderErrorPage'
> {
  readonly plugins: readonly Plugin[];
}

/**
 * Creates core's server from a configuration.
 *
 * @throws ConfigurationError with the names of core's options
 */
export function createOAuthServer(config: Config, parts: OAuthServerParts): Server {
  return createServer({
    ...parts,
    issuer: config.issuer,
    allowInsecureIssuer: config.allowInsecureIssuer,
    allowInsecureRedirects: config.allowInsecureRedirects,
    allowRedirectSchemes: config.allowRedirectSchemes,
    clients: config.clients,
    scopes: Object.keys(config.scopes),
    accessTokenLifetime: config.lifetimes.accessToken,
  });
}

/** Checks a configuration with core, and moves its faults to the file's members. */
export function checkWithCore(config: Config): readonly Fault[] {
  const callbacks: PluginCallbacks = {
    authenticateUser: () => undefined,
    canContinue: () => false,
    beforeIssue: (issuance) => issuance,
  };
  try {
    createOAuthServer(config, { store: memoryStore(), plugins: createPlugins(config, callbacks) });
    return [];
  } catch (thrown) {
    if (!(thrown instanceof ConfigurationError)) throw thrown;
    return thrown.faults.map(({ path, message }) => ({
      path: toConfigPath(config, path),
      message,
    }));
  }
}

function toConfigPath(config: Config, corePath: string): Path {
  const [first = '', ...rest] = parsePath(corePath);
  if (first === 'accessTokenLifetime') return ['lifetimes', 'accessToken'];
  const [index] = rest;
  if (first === 'scopes' && typeof index === 'number')
    return ['scopes', Object.keys(config.scopes)[index] ?? ''];
  return [first, ...rest];
}
