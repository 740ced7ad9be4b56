import { bodyTooLarge, OAuthError } from '@oauth/core/plugin';

/**
 * The body as text.
 *
 * @throws OAuthError when it exceeds `limit` bytes, ends early, or was read before
 */
export async function readBody(request: Request, limit: number): Promise<string> {
  if (request.bodyUsed) throw consumed();
  try {
    return measured(request.headers, limit) ? await request.text() : await collect(request, limit);
  } catch (error) {
    throw OAuthError.is(error) ? error : aborted(error);
  }
}

/** Whether HTTP itself bounds the body, so that the runtime's own, faster reading is safe. */
function measured(headers: Headers, limit: number): boolean {
  const length = headers.get('content-length');
  return length !== null && Number(length) <= limit && !headers.has('content-encoding');
}

async function collect(request: Request, limit: number): Promise<string> {
  const body: ReadableStream<Uint8Array> | null = request.body;
  if (body === null) return '';
  if (body.locked) throw consumed();
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > limit) {
      // Not awaited: the source may take its time, and its errors concern nobody any more.
      reader.cancel().catch(ignore);
      throw bodyTooLarge(limit);
    }
    text += decoder.decode(value, { stream: true });
  }
}

function ignore(): void {
  // Said where it is used.
}

function consumed(): OAuthError {
  return new OAuthError('server_error', {
    reason: 'request.body_consumed',
    description: 'The request body could not be read.',
    hint: 'Something read the body first. Call the OAuth handler before it, or pass it request.clone() from before.',
  });
}

function aborted(cause: unknown): OAuthError {
  return new OAuthError('invalid_request', {
    reason: 'request.aborted',
    description: 'The request body ended early.',
    cause,
  });
}
