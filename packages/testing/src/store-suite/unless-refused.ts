/** What a call gives; `undefined` when it throws, as a store may at what its contract has no answer for. */
export async function unlessRefused<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch {
    return undefined;
  }
}
