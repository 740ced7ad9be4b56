import { accessSync, constants } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1000 });
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });

const onPath = (...names) =>
  process.env.PATH.split(delimiter).some((folder) =>
    names.some((name) => {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }),
  );

/**
 * What this machine has that tests may use, as text: part of the tests' cache key, so that results
 * from before a database was started are not taken for results with it.
 */
export async function servicesHere() {
  const [postgres, redis] = await Promise.all([answers(5432), answers(6379)]);
  const found = { postgres, redis, chromium: onPath('chromium', 'google-chrome') };
  return Object.keys(found)
    .filter((name) => found[name])
    .join(' ');
}
