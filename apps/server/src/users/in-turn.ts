import { OAuthError } from '@oauth/core';

/** Passwords checked at once; more would only fight for the same cores and their memory. */
const atOnce = 4;
/** Attempts that may wait for their turn; whoever comes then is asked to come again. */
const mayWait = 200;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * Runs `work` when few others run.
 *
 * @throws OAuthError `temporarily_unavailable` when too many are waiting
 */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= mayWait) throw busy();
    // Whoever finishes hands its place on.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

function busy(): OAuthError {
  return new OAuthError('temporarily_unavailable', {
    reason: 'user.too_many_at_once',
    description: 'Too many people are signing in at once. Try again in a minute.',
    hint: `${mayWait} passwords wait to be checked. Somebody may be guessing; limit requests in front of the server.`,
  });
}
