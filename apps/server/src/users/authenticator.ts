import type { Seconds } from '@oauth/core';
import { SlowDown } from '../throttle/slow-down.js';
import { verifyPassword } from './password.js';
import { foldUsername, type User, type Users } from './users.js';

/** What came of an attempt to sign in. */
export type Authentication =
  | { readonly user: User }
  /** The user is unknown, or the password another; `subject` is for the log. */
  | { readonly wrong: true; readonly subject: string | undefined }
  /** Nothing was looked at; seconds until the next attempt. */
  | { readonly wait: Seconds };

/** Checks a user name and a password that came from an address. */
export type Authenticate = (
  username: string,
  password: string,
  address: string,
) => Promise<Authentication>;

/**
 * Checks passwords, in the same time whether or not the user exists. Who guesses has to wait longer
 * and longer, for this user from this address; from other addresses the user can still sign in.
 */
export function authenticator(users: Users, now: () => number): Authenticate {
  const byUser = new SlowDown({ free: 5, longest: 900, now });
  const byAddress = new SlowDown({ free: 50, longest: 900, now });
  return async (username, password, address) => {
    const pair = JSON.stringify([foldUsername(username).slice(0, 200), address]);
    const wait = Math.max(byUser.wait(pair), byAddress.wait(address));
    if (wait > 0) return { wait };
    // Counted before the answer is known, or many at once would all be free.
    byUser.count(pair);
    byAddress.count(address);
    const user = await users.findByUsername(username);
    const right = await verifyPassword(password, user?.passwordDigest ?? users.decoyDigest);
    if (!right || user === undefined) return { wrong: true, subject: user?.subject };
    byUser.forget(pair);
    byAddress.takeBack(address);
    return { user };
  };
}
