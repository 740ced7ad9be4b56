import type { Seconds } from '@oauth/core';
import { collection, type Keeping } from '../documents/collection.js';
import { shape } from '../documents/shape.js';

/** How attempts are slowed down. */
export interface SlowDownOptions {
  /** Tells these attempts from others. */
  readonly name: string;
  /** Attempts before the first wait. */
  readonly free: number;
  /** The longest wait. Each is twice the one before, from one second on. */
  readonly longest: Seconds;
}

/** Makes whoever keeps trying wait, longer with each attempt, and forgets an hour after the last. */
export interface SlowDown {
  /** Seconds until the next attempt may be made; 0 is now. */
  wait(key: string): Promise<Seconds>;
  /** Counts an attempt, if one may be made now; otherwise it says how long to wait. */
  count(key: string): Promise<Seconds>;
  /** Uncounts one attempt, which was a good one. */
  takeBack(key: string): Promise<void>;
  forget(key: string): Promise<void>;
}

type Attempts = Readonly<{ count: number; last: number }>;

const fits = shape<Attempts>({ count: { type: 'number' }, last: { type: 'number' } });

/** Counts attempts where everything is kept, so that many servers count as one. */
export function slowDown({ name, free, longest }: SlowDownOptions, keeping: Keeping): SlowDown {
  const expiresAt = ({ last }: Attempts): number => last + 3600;
  const attempts = collection<Attempts>({ name, fits, expiresAt }, keeping);

  function waitOf(made: Attempts | undefined): Seconds {
    if (made === undefined || made.count < free) return 0;
    const pause = Math.min(longest, 2 ** Math.min(made.count - free, 30));
    return Math.max(0, Math.ceil(made.last + pause - keeping.now()));
  }

  return {
    wait: async (key) => waitOf(await attempts.find(key)),
    async count(key) {
      let wait = 0;
      await attempts.update(key, (made) => {
        wait = waitOf(made);
        return wait > 0 ? made : { count: (made?.count ?? 0) + 1, last: keeping.now() };
      });
      return wait;
    },
    async takeBack(key) {
      await attempts.update(key, (made) => made && { ...made, count: Math.max(0, made.count - 1) });
    },
    forget: (key) => attempts.remove(key),
  };
}
