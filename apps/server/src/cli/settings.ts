import { dirname } from 'node:path';
import { atPort } from '../config/at-port.js';
import type { Config } from '../config/config.js';
import { loadConfig } from '../config/load.js';
import { loadLook, type Look } from '../pages/look.js';
import { appFile } from '../paths.js';
import { coreFaults } from '../server/oauth-server.js';
import { readLocation, type Location } from '../storage/location.js';
import { UsageError, type Target } from './arguments.js';

/** A configuration that can work, and what it leads to. */
export interface Settings {
  readonly file: string;
  /** With the port that the command line names. */
  readonly config: Config;
  readonly look: Look;
  readonly location: Location;
  /** Nobody has named a configuration or a store. */
  readonly isDefault: boolean;
}

/**
 * Loads what a command is about.
 *
 * @throws ConfigFileError, UsageError
 */
export async function loadSettings({ config, port, store }: Target): Promise<Settings> {
  const file = config ?? appFile('config/demo.json');
  const folder = dirname(file);
  const named = store === undefined ? undefined : locationOf(store, '.');
  const loaded = await loadConfig(
    file,
    async (one) => [
      ...coreFaults(atPort(one, port)),
      ...(await loadLook(one.pages, folder)).faults,
    ],
    store === undefined ? {} : { store },
  );
  return {
    file,
    config: atPort(loaded, port),
    look: (await loadLook(loaded.pages, folder)).look,
    location: named ?? locationOf(loaded.store, folder),
    isDefault: config === undefined && store === undefined,
  };
}

function locationOf(url: string, folder: string): Location {
  const read = readLocation(url, folder);
  if ('fault' in read) throw new UsageError(`The store ${read.fault}.`);
  return read.location;
}
