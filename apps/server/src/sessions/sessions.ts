import type { HttpRequest, Seconds } from '@oauth/core';
import type { User, Users } from '../users/users.js';
import { issuerCookie } from './cookies.js';
import { csrfTokens, type CsrfTokens } from './csrf-token.js';
import type { SessionDocument, SessionDocuments } from './session-document.js';
import { createSessionId, isSessionId } from './session-id.js';

/** What {@link sessions} is made from. */
export interface SessionsOptions {
  readonly documents: SessionDocuments;
  readonly users: Users;
  readonly issuer: string;
  readonly lifetimes: { readonly sessionAbsolute: Seconds; readonly sessionIdle: Seconds };
  /** Epoch seconds. */
  readonly now: () => number;
}

/** A browser in which a user is signed in. */
export interface Session {
  readonly user: User;
  /** Epoch seconds. */
  readonly signedInAt: number;
  readonly csrf: CsrfTokens;
  /** Ends the session; resolves to the Set-Cookie header. */
  end(): Promise<string>;
}

/** A browser in which no user is signed in. */
export interface AnonymousSession {
  readonly csrf: CsrfTokens;
  /** The Set-Cookie header that a new session needs. */
  readonly cookie: string | undefined;
}

/** Finds sessions by the browsers' cookies. */
export interface Sessions {
  find(request: HttpRequest): Promise<Session | undefined>;
  /** Finds the anonymous session or creates one. */
  getAnonymous(request: HttpRequest): AnonymousSession;
  /**
   * Starts a session with a new id, so that an id planted before the sign-in is worth nothing, and
   * ends the browser's session before; resolves to the Set-Cookie headers.
   */
  start(request: HttpRequest, user: User): Promise<readonly string[]>;
}

interface LiveSession {
  readonly id: string;
  readonly document: SessionDocument;
  readonly user: User;
}

/** Seconds between two writes of `lastUsedAt`: not each request needs one. */
const markInterval = 60;

/** The sessions at an issuer. */
export function sessions(options: SessionsOptions): Sessions {
  const { documents, users, issuer, lifetimes, now } = options;
  const sessionCookie = issuerCookie('oauth-session', issuer);
  const anonymousCookie = issuerCookie('oauth-anonymous', issuer);

  async function findLive(id: string | undefined): Promise<LiveSession | undefined> {
    if (!isSessionId(id)) return undefined;
    const document = await documents.find(id);
    if (document === undefined) return undefined;
    const user = await users.find(document.subject);
    const isIdle = document.lastUsedAt + lifetimes.sessionIdle <= now();
    if (user !== undefined && !isIdle && document.generation === user.generation)
      return { id, document, user };
    await documents.remove(id);
    return undefined;
  }

  /** Updates the document only: a session that ended meanwhile must not come back. */
  async function markUsed({ id, document }: LiveSession): Promise<void> {
    const lastUsedAt = now();
    if (document.lastUsedAt + markInterval > lastUsedAt) return;
    await documents.update(id, (current) => current && { ...current, lastUsedAt });
  }

  return {
    async find(request) {
      const live = await findLive(sessionCookie.read(request));
      if (live === undefined) return undefined;
      await markUsed(live);
      const { id, document, user } = live;
      return {
        user,
        signedInAt: document.signedInAt,
        csrf: csrfTokens(id),
        async end() {
          await documents.remove(id);
          return sessionCookie.clear();
        },
      };
    },
    getAnonymous(request) {
      const given = anonymousCookie.read(request);
      const id = isSessionId(given) ? given : createSessionId();
      return {
        csrf: csrfTokens(id),
        cookie: id === given ? undefined : anonymousCookie.write(id),
      };
    },
    async start(request, { subject, generation }) {
      const previous = sessionCookie.read(request);
      if (isSessionId(previous)) await documents.remove(previous);
      const id = createSessionId();
      const at = now();
      const expiresAt = at + lifetimes.sessionAbsolute;
      const document = { subject, generation, signedInAt: at, lastUsedAt: at, expiresAt };
      await documents.update(id, () => document);
      return [sessionCookie.write(id), anonymousCookie.clear()];
    },
  };
}
