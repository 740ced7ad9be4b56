import { createServer, type RequestListener, type Server } from 'node:http';

/**
 * Serves on loopback until told to stop, or until whoever started this process is gone. Resolves to
 * the exit code.
 *
 * @param port 0 picks a free one
 * @param purpose what to say of it, once it listens
 * @param listener gets the URL, without a slash at its end
 */
export async function serve(
  name: string,
  purpose: string,
  port: number,
  listener: (url: string) => RequestListener,
): Promise<number> {
  const stopped = new Promise<void>((resolve) => {
    for (const event of ['SIGINT', 'SIGTERM', 'disconnect']) process.once(event, () => resolve());
  });
  const server = createServer();
  try {
    await listen(server, port);
  } catch (thrown) {
    const inUse = thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE';
    const why = inUse ? 'is in use' : `cannot be listened on (${String(thrown)})`;
    process.stderr.write(`The ${name} is not started: port ${port} of 127.0.0.1 ${why}.\n`);
    return end(1);
  }
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
  server.on('request', listener(url));
  process.stdout.write(`The ${name} runs at ${url}/ ${purpose}\n`);
  await stopped;
  server.close();
  server.closeAllConnections();
  return end(0);
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, resolve);
  });
}

/** A channel to whoever started the process would keep it alive. */
function end(code: number): number {
  if (process.connected) process.disconnect();
  return code;
}
