import type { Seconds } from '@oauth/core';
import type { Keeping } from '../documents/collection.js';
import { slowDown } from '../throttle/slow-down.js';
import { inTurn } from './in-turn.js';
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
export function authenticator(users: Users, keeping: Keeping): Authenticate {
  const byUser = slowDown({ name: 'attempts on a user', free: 5, longest: 900 }, keeping);
  const byAddress = slowDown({ name: 'attempts from', free: 50, longest: 900 }, keeping);

  /** Counted before the answer is known, or many at once would all be free. */
  async function count(pair: string, address: string): Promise<Seconds> {
    const wait = await byUser.count(pair);
    return wait > 0 ? wait : byAddress.count(address);
  }

  return async (username, password, address) => {
    const pair = JSON.stringify([foldUsername(username).slice(0, 200), address]);
    const wait = Math.max(await byUser.wait(pair), await byAddress.wait(address));
    if (wait > 0) return { wait };
    // Counts are stored for no more attempts than passwords can be checked.
    return inTurn(async () => {
      const late = await count(pair, address);
      if (late > 0) return { wait: late };
      const user = await users.findByUsername(username);
      const right = await verifyPassword(password, user?.passwordDigest ?? users.decoyDigest);
      if (!right || user === undefined) return { wrong: true, subject: user?.subject };
      await byUser.forget(pair);
      await byAddress.takeBack(address);
      return { user };
    });
  };
}
