/**
 * Calls a listener and drops what it throws or rejects with: a broken log must not cost a response,
 * stop sign-ins or end the process.
 */
export async function callListener<Message>(
  listener: ((message: Message) => unknown) | undefined,
  message: Message,
): Promise<void> {
  try {
    await listener?.(message);
  } catch {
    // Dropped, as the doc comment says.
  }
}
