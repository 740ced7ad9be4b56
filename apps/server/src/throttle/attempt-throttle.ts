import type { Seconds } from '@oauth/core';
import { documentCollection, type DocumentStorage } from '../documents/document-collection.js';
import { documentGuard } from '../documents/document-guard.js';

/** How attempts are throttled. */
export interface AttemptThrottleOptions {
  /** Separates these attempts from others. */
  readonly name: string;
  /** Attempts before the first waiting period. */
  readonly freeAttempts: number;
  /** The longest waiting period. The first lasts a second, each further one twice as long. */
  readonly maxWaitPeriod: Seconds;
}

/** Makes clients wait longer after each attempt. Attempts are forgotten an hour after the last. */
export interface AttemptThrottle {
  /** Seconds until the next attempt is allowed; 0 if it is allowed now. */
  getWaitPeriod(key: string): Promise<Seconds>;
  /** Counts an attempt if it is allowed now; otherwise resolves to the seconds to wait. */
  countAttempt(key: string): Promise<Seconds>;
  /** Uncounts an attempt that succeeded. */
  uncountAttempt(key: string): Promise<void>;
  forgetAttempts(key: string): Promise<void>;
}

type Attempts = Readonly<{ count: number; last: number }>;

const isAttempts = documentGuard<Attempts>({ count: { type: 'number' }, last: { type: 'number' } });

/** Counts attempts in the store, so that all servers on it count together. */
export function attemptThrottle(
  { name, freeAttempts, maxWaitPeriod }: AttemptThrottleOptions,
  storage: DocumentStorage,
): AttemptThrottle {
  const expiresAt = ({ last }: Attempts): number => last + 3600;
  const documents = documentCollection<Attempts>(
    { name, isDocument: isAttempts, expiresAt },
    storage,
  );

  function computeWaitPeriod(attempts: Attempts | undefined): Seconds {
    if (attempts === undefined || attempts.count < freeAttempts) return 0;
    const pause = Math.min(maxWaitPeriod, 2 ** Math.min(attempts.count - freeAttempts, 30));
    return Math.max(0, Math.ceil(attempts.last + pause - storage.now()));
  }

  return {
    getWaitPeriod: async (key) => computeWaitPeriod(await documents.find(key)),
    async countAttempt(key) {
      let waitPeriod = 0;
      await documents.update(key, (attempts) => {
        waitPeriod = computeWaitPeriod(attempts);
        if (waitPeriod > 0) return attempts;
        return { count: (attempts?.count ?? 0) + 1, last: storage.now() };
      });
      return waitPeriod;
    },
    async uncountAttempt(key) {
      await documents.update(
        key,
        (attempts) => attempts && { ...attempts, count: Math.max(0, attempts.count - 1) },
      );
    },
    forgetAttempts: (key) => documents.remove(key),
  };
}
