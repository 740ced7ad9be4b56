import { OAuthError } from '@oauth/core/plugin';
import { readLimitedText } from './read-limited-text.js';
import { adapterError } from './reasons.js';

/**
 * The body as text.
 *
 * @throws OAuthError when it exceeds `limit` bytes, ends early, or was read before
 */
export async function readBody(request: Request, limit: number): Promise<string> {
  if (request.bodyUsed) throw adapterError('request.body_consumed');
  try {
    return hasBoundedLength(request.headers, limit)
      ? await request.text()
      : await readStreamedBody(request, limit);
  } catch (error) {
    throw OAuthError.is(error) ? error : adapterError('request.aborted', { cause: error });
  }
}

/**
 * Whether Content-Length is within the limit and the body is not compressed: then `request.text()`,
 * which is faster, cannot read too much.
 */
function hasBoundedLength(headers: Headers, limit: number): boolean {
  const length = headers.get('content-length');
  return length !== null && Number(length) <= limit && !headers.has('content-encoding');
}

async function readStreamedBody(request: Request, limit: number): Promise<string> {
  const body: ReadableStream<Uint8Array> | null = request.body;
  if (body === null) return '';
  if (body.locked) throw adapterError('request.body_consumed');
  return readLimitedText(body, limit);
}
