import { accessSync, constants } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';

const acceptsConnections = (url, defaultPort) =>
  new Promise((resolve) => {
    const { hostname: host, port } = new URL(url);
    const socket = connect({ host, port: Number(port || defaultPort), timeout: 1000 });
    const settle = (isAccepted) => {
      socket.destroy();
      resolve(isAccepted);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });

const isProgram = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const isOnPath = (name) =>
  process.env.PATH.split(delimiter).some((folder) => isProgram(join(folder, name)));

const {
  REDIS_URL = 'redis://127.0.0.1',
  DATABASE_URL = 'postgres://127.0.0.1',
  CHROMIUM,
} = process.env;
const chromiums = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  ...(CHROMIUM ? [CHROMIUM] : []),
];

/**
 * What this machine has that tests may use, as text: part of the tests' cache key, so that results
 * from before a database was started are not taken for results with it.
 */
export async function servicesHere() {
  const [postgres, redis] = await Promise.all([
    acceptsConnections(DATABASE_URL, 5432),
    acceptsConnections(REDIS_URL, 6379),
  ]);
  const found = {
    postgres,
    redis,
    'redis-server': isOnPath('redis-server'),
    chromium: chromiums.some(isProgram),
  };
  return Object.keys(found)
    .filter((name) => found[name])
    .join(' ');
}
