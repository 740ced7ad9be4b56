import type { Store } from '@oauth/core/plugin';
import { wrapStore } from './wrap-store.js';

/**
 * Lets other requests in at each call: a read is already outdated when it arrives, and a write begins
 * late.
 *
 * @param pause milliseconds, or a function that resolves when the call may go on
 */
export function slowStore(store: Store, pause: number | (() => Promise<unknown>)): Store {
  const wait =
    typeof pause === 'function'
      ? pause
      : (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, pause));
  return wrapStore(async (call, method) => {
    if (method !== 'get' && method !== 'list') {
      await wait();
      return await call(store);
    }
    const result = await call(store);
    await wait();
    return result;
  }, store.list !== undefined);
}
