import type { DocumentHost, Seconds } from '@oauth/core/plugin';
import { attemptThrottle } from '../throttle/attempt-throttle.js';
import { verifyPassword } from './password-hash.js';
import { queuePasswordCheck } from './password-queue.js';
import { normalizeUsername, type User, type Users } from './users.js';

/** The result of an attempt to sign in. */
export type AuthenticationResult =
  | { readonly user: User }
  /** The username is unknown or the password is wrong; the subject, if known, is for the log. */
  | { readonly wrong: true; readonly subject: string | undefined }
  /** Seconds until the next attempt; nothing was checked. */
  | { readonly retryAfter: Seconds };

/** Checks the username and password of a client on a network. */
export type AuthenticateUser = (
  username: string,
  password: string,
  network: string,
) => Promise<AuthenticationResult>;

/**
 * Checks passwords in the same time whether or not the user exists. An attacker who guesses waits
 * longer and longer, for this user from this network; from other networks the user can still sign in.
 */
export function authenticator(users: Users, host: DocumentHost): AuthenticateUser {
  const byUser = attemptThrottle(
    { kind: 'app-server.user-attempts', freeAttempts: 5, maxWaitPeriod: 900 },
    host,
  );
  const byNetwork = attemptThrottle(
    { kind: 'app-server.network-attempts', freeAttempts: 50, maxWaitPeriod: 900 },
    host,
  );

  /** Counts before the password is checked, or simultaneous attempts would all be free. */
  async function countAttempt(userAndNetwork: string, network: string): Promise<Seconds> {
    const waitPeriod = await byUser.countAttempt(userAndNetwork);
    return waitPeriod > 0 ? waitPeriod : byNetwork.countAttempt(network);
  }

  return async (username, password, network) => {
    const userAndNetwork = JSON.stringify([normalizeUsername(username).slice(0, 200), network]);
    const waitPeriod = Math.max(
      await byUser.getWaitPeriod(userAndNetwork),
      await byNetwork.getWaitPeriod(network),
    );
    if (waitPeriod > 0) return { retryAfter: waitPeriod };
    // Counting inside the queue bounds the writes to the store by the passwords that are checked.
    return queuePasswordCheck(async () => {
      const retryAfter = await countAttempt(userAndNetwork, network);
      if (retryAfter > 0) return { retryAfter };
      const user = await users.findByUsername(username);
      const isRight = await verifyPassword(password, user?.passwordHash ?? users.dummyHash);
      if (!isRight || user === undefined) return { wrong: true, subject: user?.subject };
      await byUser.forgetAttempts(userAndNetwork);
      await byNetwork.uncountAttempt(network);
      return { user };
    });
  };
}
