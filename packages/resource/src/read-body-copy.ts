import { bodyTooLarge } from '@oauth/core/plugin';

/**
 * Reads the body as text and leaves the request's own body for the handler.
 *
 * @throws OAuthError when the body exceeds `limit` bytes
 */
export async function readBodyCopy(request: Request, limit: number): Promise<string> {
  const body: ReadableStream<Uint8Array> | null = request.clone().body;
  if (body === null) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > limit) throw bodyTooLarge(limit);
    text += decoder.decode(value, { stream: true });
  }
}
