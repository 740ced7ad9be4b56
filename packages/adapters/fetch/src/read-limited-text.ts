import { bodyTooLarge } from '@oauth/core/plugin';

/**
 * Reads a web stream of bytes as UTF-8 text, no further than the limit; then it is cancelled.
 *
 * @throws OAuthError `request.too_large` when it exceeds `limit` bytes
 */
export async function readLimitedText(
  stream: ReadableStream<Uint8Array>,
  limit: number,
): Promise<string> {
  const reader = stream.getReader();
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
