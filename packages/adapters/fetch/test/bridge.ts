import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { FetchHandler } from '@oauth/adapter-fetch';

/** A plain bridge from node:http to a fetch handler, as frameworks bring one along. */
export function bridge(handler: FetchHandler): RequestListener {
  return (incoming, outgoing) => void serve(handler, incoming, outgoing);
}

async function serve(
  handler: FetchHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/' } = incoming;
  const stream = bodyOf(incoming);
  const response = await handler(
    new Request(new URL(url, 'https://auth.example.com'), {
      method,
      headers: headersOf(incoming),
      body: method === 'GET' || method === 'HEAD' ? null : stream.body,
      duplex: 'half',
    }),
  );
  const text = await response.text();
  stream.stop();
  if (outgoing.destroyed) return;
  outgoing.writeHead(response.status, {
    ...Object.fromEntries(response.headers),
    'Content-Length': Buffer.byteLength(text),
  });
  if (incoming.complete || text === '') outgoing.end(text);
  else {
    // The client gets to read its answer before the connection closes.
    outgoing.write(text);
    const end = (): void => void outgoing.end();
    incoming.once('end', end).once('close', end).resume();
  }
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  return headers;
}

/** The body as a web stream that holds the client back when nobody reads. */
function bodyOf(incoming: IncomingMessage): {
  body: ReadableStream<Uint8Array>;
  stop: () => void;
} {
  let stop = (): void => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const onData = (chunk: Uint8Array): void => {
        controller.enqueue(chunk);
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
      };
      const onEnd = (): void => {
        stop();
        controller.close();
      };
      const onClose = (): void => {
        stop();
        controller.error(new Error('the client has gone'));
      };
      stop = () => {
        incoming.off('data', onData).off('end', onEnd).off('close', onClose).pause();
      };
      incoming.on('data', onData).on('end', onEnd).on('close', onClose);
    },
    pull: () => void incoming.resume(),
    cancel: () => stop(),
  });
  return { body, stop: () => stop() };
}
