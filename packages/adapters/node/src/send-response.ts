import type { OutgoingHttpHeaders } from 'node:http';
import type { Writable } from 'node:stream';
import type { HttpResponse } from '@oauth/core/plugin';
import type { NodeRequest, NodeResponse } from './node-request.js';

/** Milliseconds for which a client may go on sending a body that its response did not wait for. */
const lingerTimeoutMs = 30_000;

/**
 * Sends a response, unless the client is gone or another middleware has sent one. `bodyRead` says
 * that nothing more will come from the client.
 */
export function sendResponse(
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
  const hasNoBody = status === 204 || status === 304;
  const length = Buffer.byteLength(response.body);
  if (!hasNoBody) headers['Content-Length'] = length;
  // HTTP/2 has no such header (RFC 9113 section 8.2.2): node drops it and prints a warning each time.
  if (incoming.httpVersionMajor > 1) delete headers['Connection'];
  outgoing.writeHead(status, headers);
  const body = hasNoBody || incoming.method === 'HEAD' ? '' : response.body;
  // ASCII, which is nearly every response, is written faster as latin1.
  const encoding = length === body.length ? 'latin1' : 'utf8';
  const hasRequestEnded = bodyRead || incoming.complete || body === '';
  if (!hasRequestEnded) sendBeforeRequestEnds(body, incoming, outgoing);
  else if (body === '' || !('cork' in outgoing)) outgoing.end(body, encoding);
  else endInOneWrite(body, encoding, outgoing);
}

/**
 * `end(body)` of node:http 1 hands the socket a second, empty chunk, and several chunks go out by
 * `writev`, which takes a tenth of node's time for a request. One chunk goes out by a plain write.
 * Older versions of node have no `cork` for HTTP/2.
 */
function endInOneWrite(body: string, encoding: BufferEncoding, outgoing: Writable): void {
  outgoing.cork();
  outgoing.write(body, encoding);
  outgoing.uncork();
  outgoing.end();
}

/**
 * Sends a response before the client has sent all of its body. Closing a connection that has unread
 * bytes resets it, and the reset can overtake the response; so the rest of the body is dropped until
 * it ends or `lingerTimeoutMs` is over. A destroyed request sends nothing more, even where its
 * response does not know it yet, as that of a pipelined request.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-9.6
 */
function sendBeforeRequestEnds(body: string, incoming: NodeRequest, outgoing: Writable): void {
  if (incoming.destroyed) {
    outgoing.end(body);
    return;
  }
  outgoing.write(body);
  const endResponse = (): void => {
    clearTimeout(timer);
    incoming.off('end', endResponse).off('close', endResponse);
    outgoing.end();
  };
  const timer = setTimeout(endResponse, lingerTimeoutMs);
  incoming.on('end', endResponse).on('close', endResponse).resume();
}
