import { dirname } from 'node:path';
import { UsageError } from '@oauth/app-kit/command-line';
import type { Config } from '../config/config.js';
import { loadConfig } from '../config/load-config.js';
import { overridePort } from '../config/override-port.js';
import { checkTrustedProxy } from '../http/request-listener.js';
import { loadTheme, type Theme } from '../pages/theme.js';
import { resolveAppFile } from '../paths.js';
import { checkWithCore } from '../server/oauth-server.js';
import { parseStoreUrl, type StoreLocation } from '../storage/store-location.js';
import type { SettingsOptions } from './arguments.js';

/** A configuration without faults, and what was loaded for it. */
export interface Settings {
  readonly file: string;
  /** With the port of the command line. */
  readonly config: Config;
  readonly theme: Theme;
  readonly location: StoreLocation;
  /** Whether neither a configuration nor a store was named. */
  readonly isDefault: boolean;
}

/**
 * Loads the configuration of a command and checks all of it.
 *
 * @throws ConfigFileError, UsageError
 */
export async function loadSettings({ config, port, store }: SettingsOptions): Promise<Settings> {
  const file = config ?? resolveAppFile('config/demo.json');
  const folder = dirname(file);
  const named = store === undefined ? undefined : getLocation(store, '.');
  const loaded = await loadConfig(
    file,
    async (candidate) => [
      ...checkWithCore(overridePort(candidate, port)),
      ...checkTrustedProxy(candidate),
      ...(await loadTheme(candidate.pages, folder)).faults,
    ],
    store === undefined ? {} : { store },
  );
  return {
    file,
    config: overridePort(loaded, port),
    theme: (await loadTheme(loaded.pages, folder)).theme,
    location: named ?? getLocation(loaded.store, folder),
    isDefault: config === undefined && store === undefined,
  };
}

function getLocation(url: string, folder: string): StoreLocation {
  const result = parseStoreUrl(url, folder);
  if ('fault' in result) throw new UsageError(`The store ${result.fault}.`);
  return result.location;
}
