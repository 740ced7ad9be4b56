import { bodyTooLarge, OAuthError } from '@oauth/core';

/**
 * The body as text.
 *
 * @throws OAuthError when it exceeds `limit` bytes, ends early, or was read before
 */
export async function readBody(request: Request, limit: number): Promise<string> {
  if (request.bodyUsed) throw bodyConsumed();
  try {
    return hasBoundedLength(request.headers, limit)
      ? await request.text()
      : await readStreamedBody(request, limit);
  } catch (error) {
    throw OAuthError.is(error) ? error : bodyAborted(error);
  }
}

/** Whether HTTP itself bounds the body, so that the runtime's own, faster reading is safe. */
function hasBoundedLength(headers: Headers, limit: number): boolean {
  const length = headers.get('content-length');
  return length !== null && Number(length) <= limit && !headers.has('content-encoding');
}

async function readStreamedBody(request: Request, limit: number): Promise<string> {
  const body: ReadableStream<Uint8Array> | null = request.body;
  if (body === null) return '';
  if (body.locked) throw bodyConsumed();
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > limit) {
      // Not awaited: the source may take its time, and its errors change nothing for the client.
      reader.cancel().catch(ignoreError);
      throw bodyTooLarge(limit);
    }
    text += decoder.decode(value, { stream: true });
  }
}

function ignoreError(): void {
  // The reason stands at the call.
}

function bodyConsumed(): OAuthError {
  return new OAuthError('server_error', {
    reason: 'request.body_consumed',
    description: 'The request body could not be read.',
    hint: 'The body was read before. Call the OAuth handler first, or pass it a request.clone() made before the body is read.',
  });
}

function bodyAborted(cause: unknown): OAuthError {
  return new OAuthError('invalid_request', {
    reason: 'request.aborted',
    description: 'The request body ended before all of it had arrived.',
    cause,
  });
}
