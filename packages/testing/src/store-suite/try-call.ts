/**
 * Resolves to what a call returns, or to `undefined` when it throws: a store may refuse text that its
 * database cannot hold.
 */
export async function tryCall<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch {
    return undefined;
  }
}
