import { nodeHandler } from '@oauth/adapter-node';
import { dirname } from 'node:path';
import { atPort } from '../config/at-port.js';
import type { Config } from '../config/config.js';
import { loadConfig } from '../config/load.js';
import { noteClientAddress } from '../http/client-address.js';
import { drainable } from '../http/drain.js';
import { createLog } from '../log/log.js';
import { loadLook, type LoadedLook } from '../pages/look.js';
import { appFile } from '../paths.js';
import { createApp } from '../server/app.js';
import { coreFaults } from '../server/oauth-server.js';
import { openStores } from '../server/stores.js';
import { configUsers } from '../users/users.js';
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
  // Whoever reads the log may go away; the server stays.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const file = command.config ?? appFile('config/demo.json');
  const look = ({ pages }: Config): Promise<LoadedLook> => loadLook(pages, dirname(file));
  const loaded = await loadConfig(file, async (config) => [
    ...coreFaults(atPort(config, command.port)),
    ...(await look(config)).faults,
  ]);
  const { listen: address, log: format } = atPort(loaded, command.port);
  const log = createLog(format, process.stderr, process.env['NO_COLOR'] === undefined);
  const parts = {
    stores: openStores(loaded.store),
    users: await configUsers(loaded.users),
    look: (await look(loaded)).look,
    onEvent: log.event,
  };

  const { http, port } = await listen(address);
  const config = atPort(loaded, port);
  const app = createApp(config, parts);
  const drain = drainable(http);
  const onError = (error: unknown): void => log.failure('response.failed', error);
  const handler = nodeHandler(app, { onError });
  http.on('request', (request, response) => {
    noteClientAddress(request, address.proxies);
    handler(request, response);
  });
  process.stdout.write(welcome(config, app.endpoints));
  log.say('server.started', { issuer: config.issuer, port, config: file });
  // To whoever started it with a channel: npm start starts the samples then.
  process.send?.({ listening: config.issuer });

  const signal = await stopped;
  log.say('server.stopping', { signal, drainTimeout: address.drainTimeout });
  const drained = await drain.stop(address.drainTimeout);
  log.say('server.stopped', drained ? {} : { reason: 'server.drain_timeout' });
  return 0;
}
