import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** Serves a fetch handler on node:http, with the Request and Response of Node itself. */
export function bridge(handler: (request: Request) => Promise<Response>): RequestListener {
  return (incoming, outgoing) => {
    void toRequest(incoming)
      .then(handler)
      .then((response) => send(response, outgoing));
  };
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const headers = new Headers();
  const { rawHeaders, url = '/', method = 'GET' } = incoming;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  const body = method === 'GET' ? null : await buffer(incoming);
  return new Request(`http://${incoming.headers.host ?? 'localhost'}${url}`, {
    method,
    headers,
    body,
  });
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const headers = Object.fromEntries(response.headers);
  outgoing.writeHead(response.status, { ...headers, 'content-length': body.length });
  outgoing.end(body);
}
