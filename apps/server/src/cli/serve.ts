import type { Server } from 'node:http';
import { nodeHandler } from '@oauth/adapter-node';
import { atPort } from '../config/at-port.js';
import type { Config } from '../config/config.js';
import { formatPath } from '../config/path.js';
import { noteClientAddress } from '../http/client-address.js';
import { drainable } from '../http/drain.js';
import { createLog, type Log } from '../log/log.js';
import { createApp, type App } from '../server/app.js';
import { describeLocation } from '../storage/location.js';
import { openStore } from '../storage/open.js';
import { DriverError, type OpenedStore } from '../storage/opened.js';
import { purgeRegularly } from '../storage/purge.js';
import { configUsers, unevenDigests } from '../users/config-users.js';
import type { Target } from './arguments.js';
import { listen } from './listen.js';
import { loadSettings, type Settings } from './settings.js';
import { firstSignal } from './signals.js';
import { welcome } from './welcome.js';

/**
 * Runs the server until it is told to stop; resolves to the exit code.
 *
 * @throws ConfigFileError, ListenError, StoreError, UsageError
 */
export async function serve(target: Target, process: NodeJS.Process): Promise<number> {
  const stopped = firstSignal(process);
  // Whoever reads the log may go away; the server stays.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const settings = await loadSettings(target);
  const { config, look } = settings;
  const log = createLog(config.log, process.stderr, process.env['NO_COLOR'] === undefined);
  const kept = await open(settings, log);
  const stopPurging = purge(kept, settings, log);
  try {
    const users = await configUsers(config.users);
    const { http, port } = await listen(config.listen);
    const drain = drainable(http);
    const atRealPort = atPort(config, port);
    const app = createApp(atRealPort, { store: kept.store, users, look, onEvent: log.event });
    answer(http, app, settings, log);
    process.stdout.write(welcome(atRealPort, app.endpoints, kept.where));
    const { issuer } = atRealPort;
    log.say('server.started', { issuer, port, config: settings.file, store: kept.where });
    warnOfDigests(config, log);
    // To whoever started it with a channel: npm start starts the samples then.
    process.send?.({ listening: issuer });

    const signal = await stopped;
    const { drainTimeout } = config.listen;
    log.say('server.stopping', { signal, drainTimeout });
    const drained = await drain.stop(drainTimeout);
    log.say('server.stopped', drained ? {} : { reason: 'server.drain_timeout' });
    return 0;
  } finally {
    await stopPurging();
    await kept.close();
  }
}

interface Kept extends OpenedStore {
  /** Where, for people. */
  readonly where: string;
}

/** Opens what the settings name. A demo that nobody configured does without a file if it must. */
async function open({ location, isDefault }: Settings, log: Log): Promise<Kept> {
  const watch = {
    clock: Date.now,
    onLost: (cause: unknown) => log.failure('store.connection_lost', cause),
  };
  try {
    return { ...(await openStore(location, watch)), where: describeLocation(location) };
  } catch (thrown) {
    if (!(isDefault && thrown instanceof DriverError)) throw thrown;
    log.say('store.in_memory', { reason: 'store.no_driver', hint: thrown.message });
    const memory = { kind: 'memory' } as const;
    return { ...(await openStore(memory, watch)), where: describeLocation(memory) };
  }
}

function warnOfDigests({ users }: Config, log: Log): void {
  const digests = unevenDigests(users);
  if (digests.length === 0) return;
  log.say('users.digest_cost', {
    reason: 'password.other_cost',
    digests: digests.map(formatPath),
    hint: 'Make these anew with the command digest-password. They take another time to check than new ones, so that sign-in could tell by its time who exists.',
  });
}

/** Starts the deletion of what has expired; returns what stops it. */
function purge({ store }: OpenedStore, { config }: Settings, log: Log): () => Promise<void> {
  const interval = config.purgeInterval;
  if (interval === 0) return () => Promise.resolve();
  return purgeRegularly({
    store,
    interval,
    clock: Date.now,
    onPurged: (records) => log.say('store.purged', { records }),
    onFailed: (cause) => log.failure('store.purge_failed', cause),
  });
}

function answer(http: Server, app: App, { config }: Settings, log: Log): void {
  const onError = (error: unknown): void => log.failure('response.failed', error);
  const handler = nodeHandler(app, { onError });
  http.on('request', (request, response) => {
    noteClientAddress(request, config.listen.proxies);
    handler(request, response);
  });
}
