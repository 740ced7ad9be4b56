import { bodyTooLarge } from '@oauth/core/plugin';
import type { NodeRequest } from './node-request.js';
import { readParsedBody } from './read-parsed-body.js';
import { adapterError } from './reasons.js';

/**
 * The body as text.
 *
 * @throws OAuthError when it exceeds `limit` bytes, ends early, or was read by a body parser that
 * left no form
 */
export async function readBody(incoming: NodeRequest, limit: number): Promise<string> {
  if (incoming.readableDidRead || incoming.readableEnded) return readParsedBody(incoming, limit);
  if (incoming.destroyed) throw adapterError('request.aborted');
  return readStreamedBody(incoming, limit);
}

/** Whether the stream is as node made it: no listener, not paused, nothing read. */
export function isUnread({ readableFlowing, readableDidRead, destroyed }: NodeRequest): boolean {
  return readableFlowing === null && !readableDidRead && !destroyed;
}

/** Whether the stream's buffer holds all of the body; node may say only later that it ends there. */
export function hasArrived({ complete, readableLength, headers }: NodeRequest): boolean {
  return complete || readableLength === Number(headers['content-length']);
}

/**
 * What the stream's buffer holds, in one read and without a listener.
 *
 * @throws OAuthError when it exceeds `limit` bytes
 */
export function readBufferedBody(incoming: NodeRequest, limit: number): string {
  const body: unknown = incoming.read();
  if (body === null) return '';
  const bytes = toBuffer(body);
  if (bytes.length > limit) throw bodyTooLarge(limit);
  return bytes.toString();
}

function readStreamedBody(incoming: NodeRequest, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const removeListeners = (): void => {
      incoming.off('data', onData).off('end', onEnd).off('error', onAbort).off('close', onAbort);
    };
    const onData = (chunk: unknown): void => {
      const bytes = toBuffer(chunk);
      size += bytes.length;
      chunks.push(bytes);
      if (size <= limit) return;
      removeListeners();
      incoming.pause();
      reject(bodyTooLarge(limit));
    };
    const onEnd = (): void => {
      removeListeners();
      resolve(Buffer.concat(chunks, size).toString());
    };
    const onAbort = (): void => {
      removeListeners();
      reject(adapterError('request.aborted'));
    };
    incoming.on('data', onData).on('end', onEnd).on('error', onAbort).on('close', onAbort);
    // `on('data')` alone does not restart a stream that another middleware has paused.
    incoming.resume();
  });
}

/** The stream gives strings after another middleware has called `setEncoding`. */
function toBuffer(chunk: unknown): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
}
