import { OAuthError } from '@oauth/core';

/** Checks that run at once: more would compete for the same cores and 32 MiB of memory each. */
const maxRunning = 4;
/** Checks that may wait; a further attempt is refused. */
const maxWaiting = 200;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * Runs a password check when few others run in this process.
 *
 * @throws OAuthError `temporarily_unavailable` when too many are waiting
 */
export async function queuePasswordCheck<T>(check: () => Promise<T>): Promise<T> {
  if (running >= maxRunning) {
    if (waiting.length >= maxWaiting) throw queueFullError();
    // The check that ends hands its place to this one.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await check();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

function queueFullError(): OAuthError {
  return new OAuthError('temporarily_unavailable', {
    reason: 'user.too_many_at_once',
    description: 'Too many users are signing in at once. Try again in a minute.',
    hint: `${maxWaiting} passwords wait to be checked. An attacker may be guessing; limit requests in front of the server.`,
  });
}
