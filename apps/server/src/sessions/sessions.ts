import type { Documents, HttpRequest, Seconds } from '@oauth/core/plugin';
import type { User, UserLookup } from '../users/users.js';
import { issuerCookie } from './cookies.js';
import { type CsrfTokens, csrfTokens } from './csrf-token.js';
import type { SessionDocument } from './session-document.js';
import { createSessionId, isSessionId } from './session-id.js';

/** What {@link sessions} is made from. */
export interface SessionsOptions {
  readonly documents: Documents<SessionDocument>;
  readonly users: UserLookup;
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

/**
 * A browser in which no user is signed in. It is in no store: its cookie alone makes its CSRF tokens,
 * so that requests without sign-in cannot fill the store.
 */
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

/** The sessions at an issuer. */
export function sessions(options: SessionsOptions): Sessions {
  const { documents, issuer } = options;
  const sessionCookie = issuerCookie('oauth-session', issuer);
  const anonymousCookie = issuerCookie('oauth-anonymous', issuer);
  return {
    async find(request) {
      const live = await findLiveSession(options, sessionCookie.read(request));
      if (live === undefined) return undefined;
      const { id, document, user } = live;
      await markUsed(options, live);
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
    async start(request, user) {
      const previous = sessionCookie.read(request);
      if (isSessionId(previous)) await documents.remove(previous);
      const id = await addSession(options, user);
      return [sessionCookie.write(id), anonymousCookie.clear()];
    },
  };
}

interface LiveSession {
  readonly id: string;
  readonly document: SessionDocument;
  readonly user: User;
}

async function findLiveSession(
  { documents, users, lifetimes, now }: SessionsOptions,
  id: string | undefined,
): Promise<LiveSession | undefined> {
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

/** Seconds between two writes of `lastUsedAt`: not each request needs one. */
const markInterval = 60;

async function markUsed(
  { documents, now }: SessionsOptions,
  { id, document }: LiveSession,
): Promise<void> {
  const lastUsedAt = now();
  if (document.lastUsedAt + markInterval > lastUsedAt) return;
  await documents.update(id, (current) => ({ ...current, lastUsedAt }));
}

async function addSession(
  { documents, lifetimes, now }: SessionsOptions,
  { subject, generation }: User,
): Promise<string> {
  const id = createSessionId();
  const at = now();
  const document = { subject, generation, signedInAt: at, lastUsedAt: at };
  await documents.add(id, document, at + lifetimes.sessionAbsolute);
  return id;
}
