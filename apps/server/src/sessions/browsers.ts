import type { HttpRequest, Seconds } from '@oauth/core';
import type { User, Users } from '../users/users.js';
import { hostCookie } from './cookies.js';
import { isId, keyOf, newId, proofOf, proves } from './secrets.js';
import type { Session, Sessions } from './session.js';

/** What {@link browsers} is made from. */
export interface BrowsersOptions {
  readonly sessions: Sessions;
  readonly users: Users;
  /** Whether the server is reached by https. */
  readonly secure: boolean;
  readonly lifetimes: { readonly session: Seconds; readonly sessionIdle: Seconds };
  /** Epoch seconds. */
  readonly now: () => number;
}

/** Somebody who is signed in in the browser that sent a request. */
export interface SignedIn {
  readonly user: User;
  /** Epoch seconds. */
  readonly signedInAt: number;
  /** What a form carries to prove that it came from a page made for this session. */
  readonly proof: (purpose: string) => string;
  proves(purpose: string, given: string | undefined): boolean;
  /** Ends the session; returns the Set-Cookie header. */
  end(): Promise<string>;
}

/** A browser in which nobody is signed in: enough to know that a form is from a page of ours. */
export interface Visitor {
  proof(purpose: string): string;
  proves(purpose: string, given: string | undefined): boolean;
  /** The Set-Cookie header to send with a form; undefined if the browser has it. */
  readonly cookie: string | undefined;
}

/** Knows browsers by their cookies. */
export interface Browsers {
  signedIn(request: HttpRequest): Promise<SignedIn | undefined>;
  visitor(request: HttpRequest): Visitor;
  /** Starts a session, with a new id, and ends the one before; returns the Set-Cookie headers. */
  signIn(request: HttpRequest, user: User): Promise<readonly string[]>;
}

/** Seconds after which use of a session is noted again. */
const noteEvery = 60;

/** Keeps browsers and sessions together by cookies. */
export function browsers(options: BrowsersOptions): Browsers {
  const { sessions, users, lifetimes, now } = options;
  const sessionCookie = hostCookie('oauth-session', options.secure);
  const visitorCookie = hostCookie('oauth-visitor', options.secure);

  async function live(id: string | undefined): Promise<Session | undefined> {
    if (!isId(id)) return undefined;
    const session = await sessions.find(keyOf(id));
    if (session === undefined) return undefined;
    const at = now();
    if (session.expiresAt > at && session.seenAt + lifetimes.sessionIdle > at) return session;
    await sessions.remove(session.key);
    return undefined;
  }

  return {
    async signedIn(request) {
      const id = sessionCookie.read(request);
      const session = await live(id);
      const user = session && (await users.find(session.subject));
      if (id === undefined || session === undefined || user === undefined) return undefined;
      if (session.seenAt + noteEvery <= now()) await sessions.save({ ...session, seenAt: now() });
      return {
        user,
        signedInAt: session.signedInAt,
        proof: (purpose) => proofOf(id, purpose),
        proves: (purpose, given) => proves(id, purpose, given),
        async end() {
          await sessions.remove(session.key);
          return sessionCookie.clear();
        },
      };
    },
    visitor(request) {
      const held = visitorCookie.read(request);
      const id = isId(held) ? held : newId();
      return {
        proof: (purpose) => proofOf(id, purpose),
        proves: (purpose, given) => proves(id, purpose, given),
        cookie: id === held ? undefined : visitorCookie.write(id),
      };
    },
    async signIn(request, { subject }) {
      const before = await live(sessionCookie.read(request));
      if (before !== undefined) await sessions.remove(before.key);
      const id = newId();
      const at = now();
      const expiresAt = at + lifetimes.session;
      await sessions.save({ key: keyOf(id), subject, signedInAt: at, seenAt: at, expiresAt });
      return [sessionCookie.write(id), visitorCookie.clear()];
    },
  };
}
