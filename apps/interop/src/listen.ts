import { createServer, type RequestListener, type Server } from 'node:http';

/** Serves on loopback, by what `listener` makes of the URL, until this process is told to stop. */
export async function listen(
  port: number,
  listener: (url: string) => RequestListener,
): Promise<void> {
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const address = http.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
  http.on('request', listener(url));
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => drain(http));
  process.stdout.write(`runs at ${url}\n`);
}

/**
 * Ends once clients have let go of their connections. One that was closed here might just have
 * carried a request.
 */
function drain(http: Server): void {
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
