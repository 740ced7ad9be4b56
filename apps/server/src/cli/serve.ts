import { type RequestTracker, requestTracker } from '@oauth/app-kit/request-tracker';
import type { Config } from '../config/config.js';
import { overridePort } from '../config/override-port.js';
import { formatPath } from '../config/path.js';
import { requestListener } from '../http/request-listener.js';
import { createLog, type Log } from '../log/log.js';
import { createApp, type App } from '../server/app.js';
import { openStore } from '../storage/open-store.js';
import { DriverError, type OpenedStore } from '../storage/opened-store.js';
import { startPurging } from '../storage/start-purging.js';
import { formatLocation } from '../storage/store-location.js';
import { configUsers, findUnevenHashes } from '../users/config-users.js';
import type { SettingsOptions } from './arguments.js';
import { formatWelcome } from './format-welcome.js';
import { startListening } from './listen.js';
import { loadSettings, type Settings } from './settings.js';
import { waitForSignal } from './wait-for-signal.js';

/**
 * Runs the server until a signal stops it; resolves to the exit code.
 *
 * @throws ConfigFileError, ListenError, StoreError, UsageError
 */
export async function serve(options: SettingsOptions, process: NodeJS.Process): Promise<number> {
  const stopped = waitForSignal(process);
  // The process that reads the output may end before the server does.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const settings = await loadSettings(options);
  const log = createLog(settings.config.log, process.stderr, process.env['NO_COLOR'] === undefined);
  const opened = await openConfiguredStore(settings, log);
  const stopPurging = startConfiguredPurge(opened, settings, log);
  try {
    const { app, config, tracker } = await startServer(settings, opened, log);
    const { issuer, listen } = config;
    process.stdout.write(formatWelcome(config, app.endpoints, opened.description));
    const started = { issuer, port: listen.port, config: settings.file, store: opened.description };
    log.info('server.started', started);
    warnAboutUnevenHashes(config, log);
    // A parent process with a channel, such as npm start, waits for this.
    process.send?.({ listening: issuer });
    const { drainPeriod } = listen;
    log.info('server.stopping', { signal: await stopped, drainPeriod });
    const drained = await tracker.drain(drainPeriod);
    log.info('server.stopped', drained ? {} : { reason: 'server.drain_timeout' });
    return 0;
  } finally {
    await stopPurging();
    await opened.close();
  }
}

interface DescribedStore extends OpenedStore {
  /** Where the store is, for people. */
  readonly description: string;
}

interface StartedServer {
  readonly app: App;
  /** With the port that the server got. */
  readonly config: Config;
  readonly tracker: RequestTracker;
}

async function startServer(
  { config, theme }: Settings,
  { store }: OpenedStore,
  log: Log,
): Promise<StartedServer> {
  const users = await configUsers(config.users);
  const { http, port } = await startListening(config.listen);
  const tracker = requestTracker(http);
  const actual = overridePort(config, port);
  const app = createApp(actual, { store, users, theme, onEvent: log.event });
  const onError = (error: unknown): void => log.error('response.failed', error);
  http.on('request', requestListener(app, actual, onError));
  return { app, config: actual, tracker };
}

/** Opens the store of the settings. The default demo runs in memory where SQLite has no driver. */
async function openConfiguredStore(
  { location, isDefault }: Settings,
  log: Log,
): Promise<DescribedStore> {
  const options = {
    clock: Date.now,
    onLost: (cause: unknown) => log.error('store.connection_lost', cause),
  };
  try {
    return { ...(await openStore(location, options)), description: formatLocation(location) };
  } catch (thrown) {
    if (!(isDefault && thrown instanceof DriverError)) throw thrown;
    log.warn('store.in_memory', { reason: 'store.no_driver', hint: thrown.message });
    const memory = { kind: 'memory' } as const;
    return { ...(await openStore(memory, options)), description: formatLocation(memory) };
  }
}

function warnAboutUnevenHashes({ users }: Config, log: Log): void {
  const paths = findUnevenHashes(users);
  if (paths.length === 0) return;
  log.warn('users.hash_cost', {
    reason: 'password.other_cost',
    hashes: paths.map(formatPath),
    hint: 'Replace these hashes by what the command hash-password prints now. They take another time to check than those of other users, which tells by the time of a sign-in which users exist.',
  });
}

function startConfiguredPurge(
  { store }: OpenedStore,
  { config }: Settings,
  log: Log,
): () => Promise<void> {
  const interval = config.purgeInterval;
  if (interval === 0) return () => Promise.resolve();
  return startPurging({
    store,
    interval,
    clock: Date.now,
    onPurged: (records) => log.info('store.purged', { records }),
    onFailed: (cause) => log.error('store.purge_failed', cause),
  });
}
