import { bodyTooLarge, OAuthError } from '@oauth/core/plugin';
import type { NodeRequest } from './node-handler.js';
import { parsedBody } from './parsed-body.js';

/**
 * The body as text.
 *
 * @throws OAuthError when it exceeds `limit` bytes, ends early, or was read by somebody else who
 * left nothing that can be used
 */
export async function readBody(incoming: NodeRequest, limit: number): Promise<string> {
  if (incoming.readableDidRead || incoming.readableEnded) return parsedBody(incoming, limit);
  if (incoming.destroyed) throw aborted();
  return collect(incoming, limit);
}

/** Nobody listens to the stream, has paused it or has read of it. */
export function untouched({ readableFlowing, readableDidRead, destroyed }: NodeRequest): boolean {
  return readableFlowing === null && !readableDidRead && !destroyed;
}

/** All of the body is in the stream's buffer, though node may not have said that it ends there. */
export function arrived({ complete, readableLength, headers }: NodeRequest): boolean {
  return complete || readableLength === Number(headers['content-length']);
}

/**
 * What the buffer holds, in one read and without a listener.
 *
 * @throws OAuthError when it exceeds `limit` bytes
 */
export function readBuffered(incoming: NodeRequest, limit: number): string {
  const body: unknown = incoming.read();
  if (body === null) return '';
  const bytes = toBuffer(body);
  if (bytes.length > limit) throw bodyTooLarge(limit);
  return bytes.toString();
}

function collect(incoming: NodeRequest, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (): void => {
      incoming.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone);
    };
    const onData = (chunk: unknown): void => {
      const bytes = toBuffer(chunk);
      size += bytes.length;
      chunks.push(bytes);
      if (size <= limit) return;
      stop();
      incoming.pause();
      reject(bodyTooLarge(limit));
    };
    const onEnd = (): void => {
      stop();
      resolve(Buffer.concat(chunks, size).toString());
    };
    const onGone = (): void => {
      stop();
      reject(aborted());
    };
    incoming.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone);
    // `on('data')` alone does not restart a stream that somebody has paused.
    incoming.resume();
  });
}

/** Text, where somebody has called `setEncoding`. */
function toBuffer(chunk: unknown): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
}

function aborted(): OAuthError {
  return new OAuthError('invalid_request', {
    reason: 'request.aborted',
    description: 'The request body ended early.',
  });
}
