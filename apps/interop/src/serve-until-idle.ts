import { createServer, type RequestListener, type Server } from 'node:http';
import { listen } from '@oauth/app-kit/listen';

/**
 * Serves on loopback until this process gets SIGTERM or SIGINT, and then until its clients have
 * closed their connections.
 *
 * @param port 0 picks a free one
 * @param listener gets the URL, without a slash at its end
 */
export async function serveUntilIdle(
  port: number,
  listener: (url: string) => RequestListener,
): Promise<void> {
  const http = createServer();
  const url = `http://127.0.0.1:${await listen(http, { port })}`;
  http.on('request', listener(url));
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => closeWhenIdle(http));
  process.stdout.write(`runs at ${url}\n`);
}

/** Waits until clients close their connections: a request may be on its way on each of them. */
function closeWhenIdle(http: Server): void {
  http.prependListener('request', (_request, response) =>
    response.setHeader('Connection', 'close'),
  );
  const timer = setInterval(() => {
    http.getConnections((_error, open) => {
      if (open > 0) return;
      clearInterval(timer);
      http.close();
    });
  }, 20);
}
