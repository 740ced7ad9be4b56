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
import { pluginsOf, type PluginParts } from './plugins.js';

/** What a server needs beside its configuration. */
export interface ServerParts extends Pick<
  ServerOptions,
  'store' | 'onEvent' | 'clock' | 'authorize' | 'renderErrorPage'
> {
  readonly plugins: readonly Plugin[];
}

/**
 * Makes the OAuth server of a configuration.
 *
 * @throws ConfigurationError; {@link coreFaults} brings it to the file's names
 */
export function oauthServer(config: Config, parts: ServerParts): Server {
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

/** What core finds wrong, at the places of the configuration file. */
export function coreFaults(config: Config): readonly Fault[] {
  const idle: PluginParts = {
    authenticateUser: () => undefined,
    canContinue: () => false,
    beforeIssue: (issuance) => issuance,
  };
  try {
    oauthServer(config, { store: memoryStore(), plugins: pluginsOf(config, idle) });
    return [];
  } catch (thrown) {
    if (!(thrown instanceof ConfigurationError)) throw thrown;
    return thrown.faults.map(({ path, message }) => ({ path: filePath(config, path), message }));
  }
}

function filePath(config: Config, text: string): Path {
  const [first = '', ...rest] = parsePath(text);
  if (first === 'accessTokenLifetime') return ['lifetimes', 'accessToken'];
  const [index] = rest;
  if (first === 'scopes' && typeof index === 'number')
    return ['scopes', Object.keys(config.scopes)[index] ?? ''];
  return [first, ...rest];
}
