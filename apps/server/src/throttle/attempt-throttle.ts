import { type DocumentHost, documents, type Seconds } from '@oauth/core/plugin';
import { addOrUpdate } from '../documents/add-or-update.js';
import { documentGuard } from '../documents/document-guard.js';

/** How attempts are throttled. */
export interface AttemptThrottleOptions {
  /** The kind of the documents that count them. */
  readonly kind: string;
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

/** The attempts with one key, and when the last one was, in epoch seconds. */
type Attempts = Readonly<{ count: number; last: number }>;

const isAttempts = documentGuard<Attempts>({ count: { type: 'number' }, last: { type: 'number' } });

/** Seconds after the last attempt in which all are remembered. */
const attemptLifetime = 3600;

/** Counts attempts in the store, so that all servers on it count together. */
export function attemptThrottle(
  { kind, freeAttempts, maxWaitPeriod }: AttemptThrottleOptions,
  host: DocumentHost,
): AttemptThrottle {
  const counts = documents<Attempts>(host, kind, isAttempts);

  function computeWaitPeriod(attempts: Attempts | undefined): Seconds {
    if (attempts === undefined || attempts.count < freeAttempts) return 0;
    const pause = Math.min(maxWaitPeriod, 2 ** Math.min(attempts.count - freeAttempts, 30));
    return Math.max(0, Math.ceil(attempts.last + pause - host.now()));
  }

  return {
    getWaitPeriod: async (key) => computeWaitPeriod(await counts.find(key)),
    async countAttempt(key) {
      const now = host.now();
      let waitPeriod = 0;
      const change = (attempts: Attempts | undefined): Attempts => {
        waitPeriod = computeWaitPeriod(attempts);
        if (attempts !== undefined && waitPeriod > 0) return attempts;
        return { count: (attempts?.count ?? 0) + 1, last: now };
      };
      await addOrUpdate(counts, key, { change, expiresAt: now + attemptLifetime });
      return waitPeriod;
    },
    async uncountAttempt(key) {
      await counts.update(key, (attempts) => ({
        ...attempts,
        count: Math.max(0, attempts.count - 1),
      }));
    },
    forgetAttempts: (key) => counts.remove(key),
  };
}
