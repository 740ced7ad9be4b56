import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { FetchHandler } from '@oauth/adapter-fetch';

/** A node:http listener that calls a fetch handler, as web frameworks have one. */
export function toNodeListener(handler: FetchHandler): RequestListener {
  return (incoming, outgoing) => void serveThroughFetch(handler, incoming, outgoing);
}

async function serveThroughFetch(
  handler: FetchHandler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '/' } = incoming;
  const stream = toWebStream(incoming);
  const response = await handler(
    new Request(new URL(url, 'https://auth.example.com'), {
      method,
      headers: toWebHeaders(incoming),
      body: method === 'GET' || method === 'HEAD' ? null : stream.body,
      duplex: 'half',
    }),
  );
  const text = await response.text();
  stream.removeListeners();
  if (outgoing.destroyed) return;
  outgoing.writeHead(response.status, {
    ...Object.fromEntries(response.headers),
    'Content-Length': Buffer.byteLength(text),
  });
  if (incoming.complete || text === '') outgoing.end(text);
  else {
    // The client can read its response before the connection closes.
    outgoing.write(text);
    const end = (): void => void outgoing.end();
    incoming.once('end', end).once('close', end).resume();
  }
}

function toWebHeaders({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  return headers;
}

/** The body as a web stream, which pauses the client while it is not read. */
function toWebStream(incoming: IncomingMessage): {
  body: ReadableStream<Uint8Array>;
  removeListeners: () => void;
} {
  let removeListeners = (): void => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const onData = (chunk: Uint8Array): void => {
        controller.enqueue(chunk);
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
      };
      const onEnd = (): void => {
        removeListeners();
        controller.close();
      };
      const onClose = (): void => {
        removeListeners();
        controller.error(new Error('the client has gone'));
      };
      removeListeners = () => {
        incoming.off('data', onData).off('end', onEnd).off('close', onClose).pause();
      };
      incoming.on('data', onData).on('end', onEnd).on('close', onClose);
    },
    pull: () => void incoming.resume(),
    cancel: () => removeListeners(),
  });
  return { body, removeListeners: () => removeListeners() };
}
