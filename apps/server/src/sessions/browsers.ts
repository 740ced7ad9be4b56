import type { HttpRequest, Seconds } from '@oauth/core';
import type { User, Users } from '../users/users.js';
import { issuerCookie } from './cookies.js';
import { isId, newId, proofOf, proves } from './secrets.js';
import type { Session, Sessions } from './session.js';

/** What {@link browsers} is made from. */
export interface BrowsersOptions {
  readonly sessions: Sessions;
  readonly users: Users;
  readonly issuer: string;
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

interface SignedInSession {
  readonly id: string;
  readonly session: Session;
  readonly user: User;
}

/** Seconds after which use of a session is noted again. */
const noteEvery = 60;

/** Keeps browsers and sessions together by cookies. */
export function browsers(options: BrowsersOptions): Browsers {
  const { sessions, users, issuer, lifetimes, now } = options;
  const sessionCookie = issuerCookie('oauth-session', issuer);
  const visitorCookie = issuerCookie('oauth-visitor', issuer);

  async function live(id: string | undefined): Promise<SignedInSession | undefined> {
    if (!isId(id)) return undefined;
    const session = await sessions.find(id);
    if (session === undefined) return undefined;
    const user = await users.find(session.subject);
    const idle = session.seenAt + lifetimes.sessionIdle <= now();
    if (user !== undefined && !idle && session.generation === user.generation)
      return { id, session, user };
    await sessions.remove(id);
    return undefined;
  }

  /** Notes that it is in use; one that was ended meanwhile stays ended. */
  async function note({ id, session }: SignedInSession): Promise<void> {
    const at = now();
    if (session.seenAt + noteEvery > at) return;
    await sessions.update(id, (before) => before && { ...before, seenAt: at });
  }

  return {
    async signedIn(request) {
      const found = await live(sessionCookie.read(request));
      if (found === undefined) return undefined;
      await note(found);
      const { id, session, user } = found;
      return {
        user,
        signedInAt: session.signedInAt,
        proof: (purpose) => proofOf(id, purpose),
        proves: (purpose, given) => proves(id, purpose, given),
        async end() {
          await sessions.remove(id);
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
    async signIn(request, { subject, generation }) {
      const before = sessionCookie.read(request);
      if (isId(before)) await sessions.remove(before);
      const id = newId();
      const at = now();
      const expiresAt = at + lifetimes.session;
      const session = { subject, generation, signedInAt: at, seenAt: at, expiresAt };
      await sessions.update(id, () => session);
      return [sessionCookie.write(id), visitorCookie.clear()];
    },
  };
}
