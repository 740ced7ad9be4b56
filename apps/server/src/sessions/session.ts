import { collection, type Collection, type Keeping } from '../documents/collection.js';
import { shape } from '../documents/shape.js';

/** Somebody being signed in in one browser. Times are epoch seconds. */
export type Session = Readonly<{
  subject: string;
  /** That of the user whose password was checked. */
  generation: number;
  signedInAt: number;
  seenAt: number;
  /** From when on it counts as gone, whether it was used or not. */
  expiresAt: number;
}>;

/** Sessions by the id that the browser holds, which is kept as a digest only. */
export type Sessions = Collection<Session>;

const fits = shape<Session>({
  subject: { type: 'string' },
  generation: { type: 'number' },
  signedInAt: { type: 'number' },
  seenAt: { type: 'number' },
  expiresAt: { type: 'number' },
});

/** Keeps the sessions at an issuer. */
export function sessions(keeping: Keeping, issuer: string): Sessions {
  const expiresAt = (session: Session): number => session.expiresAt;
  return collection({ name: 'session', issuer, fits, expiresAt }, keeping);
}
