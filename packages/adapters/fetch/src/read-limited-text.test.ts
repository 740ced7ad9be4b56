import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readLimitedText } from './read-limited-text.js';

/** A stream that gives the bytes in chunks of `chunkSize`. */
function streamOf(bytes: Uint8Array, chunkSize: number): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += chunkSize)
        controller.enqueue(bytes.subarray(at, at + chunkSize));
      controller.close();
    },
  });
}

it('gives the same text however a stream cuts its characters', async () => {
  const property = fc.asyncProperty(
    fc.string({ unit: 'grapheme' }),
    fc.integer({ min: 1, max: 5 }),
    async (text, chunkSize) => {
      const bytes = new TextEncoder().encode(text);
      const limit = bytes.length;
      expect(await readLimitedText(streamOf(bytes, chunkSize), limit)).toBe(
        new TextDecoder().decode(bytes),
      );
    },
  );
  await fc.assert(property);
});

it('counts bytes, not characters, and refuses one byte over the limit', async () => {
  const bytes = new TextEncoder().encode('Zoë');
  expect(await readLimitedText(streamOf(bytes, 2), 4)).toBe('Zoë');
  await expect(readLimitedText(streamOf(bytes, 2), 3)).rejects.toMatchObject({
    reason: 'request.too_large',
  });
});
