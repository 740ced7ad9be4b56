import { createServer, type RequestListener } from 'node:http';
import { listen } from './listen.js';

/** What {@link serveUntilStopped} serves, and where. */
export interface ServeOptions {
  /** For messages: `sample API`. */
  readonly name: string;
  /** On 127.0.0.1; 0 picks a free one. */
  readonly port: number;
  /** Makes the listener; gets the URL, without a slash at its end. */
  readonly listener: (url: string) => RequestListener;
  /** What to print after the URL: `and shows each grant.` */
  readonly purpose?: string | undefined;
}

/**
 * Serves on loopback until SIGINT or SIGTERM comes, or until the process that started this one with a
 * channel is gone. Resolves to the exit code: 1 if it cannot listen, which is said on stderr.
 */
export async function serveUntilStopped(options: ServeOptions): Promise<number> {
  const { name, port, listener, purpose } = options;
  const stopped = new Promise<void>((resolve) => {
    for (const event of ['SIGINT', 'SIGTERM', 'disconnect']) process.once(event, () => resolve());
  });
  const server = createServer();
  try {
    const url = `http://127.0.0.1:${await listen(server, { port })}`;
    server.on('request', listener(url));
    process.stdout.write(`The ${name} runs at ${[`${url}/`, purpose].filter(Boolean).join(' ')}\n`);
  } catch (thrown) {
    process.stderr.write(
      `The ${name} is not started: port ${port} of 127.0.0.1 ${formatListenError(thrown)}.\n`,
    );
    return releaseChannel(1);
  }
  await stopped;
  server.close();
  server.closeAllConnections();
  return releaseChannel(0);
}

function formatListenError(thrown: unknown): string {
  const inUse = thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE';
  return inUse ? 'is in use' : `cannot be listened on (${String(thrown)})`;
}

/** An open channel to the parent process would keep this one alive. */
function releaseChannel(exitCode: number): number {
  if (process.connected) process.disconnect();
  return exitCode;
}
