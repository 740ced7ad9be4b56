import {
  ConfigurationError,
  createServer,
  type OnEvent,
  type Server,
  type ServerOptions,
  type Store,
} from '@oauth/core';
import type { Config } from '../config/config.js';
import type { Fault } from '../config/faults.js';
import { parsePath, type Path } from '../config/path.js';
import { pluginsOf } from './plugins.js';

/** What a server needs beside its configuration. */
export interface ServerParts extends Pick<ServerOptions, 'now'> {
  readonly store: Store;
  readonly onEvent?: OnEvent;
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
    insecureIssuer: config.insecureIssuer,
    clients: config.clients,
    scopes: Object.keys(config.scopes),
    accessTokenLifetime: config.lifetimes.accessToken,
    plugins: pluginsOf(config),
  });
}

/** What core finds wrong, at the places of the configuration file. */
export function coreFaults(config: Config, parts: ServerParts): readonly Fault[] {
  try {
    oauthServer(config, parts);
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
