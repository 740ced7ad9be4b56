/** Lets other calls go on. */
export async function tick(): Promise<void> {
  await Promise.resolve();
}
