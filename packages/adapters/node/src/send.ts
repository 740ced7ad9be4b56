import type { OutgoingHttpHeaders } from 'node:http';
import type { Writable } from 'node:stream';
import type { HttpResponse } from '@oauth/core/plugin';
import type { NodeRequest, NodeResponse } from './node-handler.js';

/** Milliseconds for which a client may go on sending what its answer did not wait for. */
const lingering = 30_000;

/**
 * Writes an answer, unless the client is gone or somebody else has answered. `bodyRead` says that
 * nothing more will come from the client.
 */
export function send(
  response: HttpResponse,
  incoming: NodeRequest,
  outgoing: NodeResponse,
  bodyRead = false,
): void {
  if (outgoing.headersSent || outgoing.destroyed) return;
  const { status } = response;
  const headers: OutgoingHttpHeaders = {};
  for (const name in response.headers) {
    const value = response.headers[name];
    headers[name] = typeof value === 'object' ? [...value] : value;
  }
  const bodyless = status === 204 || status === 304;
  const length = Buffer.byteLength(response.body);
  if (!bodyless) headers['Content-Length'] = length;
  outgoing.writeHead(status, headers);
  const body = bodyless || incoming.method === 'HEAD' ? '' : response.body;
  // ASCII, and so mostly everything, is written faster as what it is.
  const encoding = length === body.length ? 'latin1' : 'utf8';
  const complete = bodyRead || incoming.complete || body === '';
  if (!complete) answerEarly(body, incoming, outgoing);
  else if (body === '' || !('cork' in outgoing)) outgoing.end(body, encoding);
  else endAtOnce(body, encoding, outgoing);
}

/**
 * `end(body)` of node:http 1 hands the socket a second, empty chunk, and several go out by `writev`:
 * a tenth of all that node does for a request. One chunk is written as it is. (HTTP/2 has no `cork`.)
 */
function endAtOnce(body: string, encoding: BufferEncoding, outgoing: Writable): void {
  outgoing.cork();
  outgoing.write(body, encoding);
  outgoing.uncork();
  outgoing.end();
}

/**
 * Answers before the client has sent everything. A connection that is closed with unread bytes in
 * it is reset, and the reset can overtake the answer; so what still comes is dropped for a while.
 * Nothing comes any more on a request that is gone, even if its response does not know it yet, as
 * that of a pipelined one.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-9.6
 */
function answerEarly(body: string, incoming: NodeRequest, outgoing: Writable): void {
  if (incoming.destroyed) {
    outgoing.end(body);
    return;
  }
  outgoing.write(body);
  const end = (): void => {
    clearTimeout(timer);
    incoming.off('end', end).off('close', end);
    outgoing.end();
  };
  const timer = setTimeout(end, lingering);
  incoming.on('end', end).on('close', end).resume();
}
