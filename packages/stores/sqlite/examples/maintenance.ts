import type { Store } from '@oauth/core';
import { schema } from '@oauth/store-sqlite';

// #region purge
/** Deletes expired records every minute, until the timer is cleared. */
export function purgeRegularly(store: Store): NodeJS.Timeout {
  const purgeOnce = async (): Promise<void> => {
    try {
      await store.purge(Date.now() / 1000, 100_000);
    } catch (error) {
      console.error('Expired records stay until the next attempt.', error);
    }
  };
  return setInterval(() => void purgeOnce(), 60_000).unref();
}
// #endregion

// #region schema
/** The SQL for a migration of your own. */
export const sql = schema()
  .map((statement) => `${statement};\n`)
  .join('');
// #endregion
