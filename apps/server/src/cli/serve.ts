import { nodeHandler } from '@oauth/adapter-node';
import { atPort } from '../config/at-port.js';
import { loadConfig } from '../config/load.js';
import { drainable } from '../http/drain.js';
import { createLog } from '../log/log.js';
import { appFile } from '../paths.js';
import { createApp } from '../server/app.js';
import { coreFaults } from '../server/oauth-server.js';
import { openStore } from '../server/store.js';
import type { Command } from './arguments.js';
import { listen } from './listen.js';
import { firstSignal } from './signals.js';
import { welcome } from './welcome.js';

/**
 * Runs the server until it is told to stop; resolves to the exit code.
 *
 * @throws ConfigFileError, ListenError
 */
export async function serve(
  command: Extract<Command, { name: 'serve' }>,
  process: NodeJS.Process,
): Promise<number> {
  const stopped = firstSignal(process);
  const file = command.config ?? appFile('config/demo.json');
  const loaded = await loadConfig(file, (config) =>
    coreFaults(atPort(config, command.port), { store: openStore(config.store) }),
  );
  const { listen: address, log: format } = atPort(loaded, command.port);
  const log = createLog(format, process.stderr, process.env['NO_COLOR'] === undefined);

  const { http, port } = await listen(address);
  const config = atPort(loaded, port);
  const app = createApp(config, { store: openStore(config.store), onEvent: log.event });
  const drain = drainable(http);
  const onError = (error: unknown): void => log.failure('response.failed', error);
  http.on('request', nodeHandler(app, { onError }));
  process.stdout.write(welcome(config, app.endpoints));
  log.say('server.started', { issuer: config.issuer, port, config: file });

  const signal = await stopped;
  log.say('server.stopping', { signal, drainTimeout: address.drainTimeout });
  const drained = await drain.stop(address.drainTimeout);
  log.say('server.stopped', drained ? {} : { reason: 'server.drain_timeout' });
  return 0;
}
