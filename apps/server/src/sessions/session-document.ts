import {
  documentCollection,
  type Collection,
  type DocumentStorage,
} from '../documents/document-collection.js';
import { documentGuard } from '../documents/document-guard.js';

/** A session at rest. Times are epoch seconds. */
export type SessionDocument = Readonly<{
  subject: string;
  /** The user's generation at sign-in; a session of an older generation is over. */
  generation: number;
  signedInAt: number;
  lastUsedAt: number;
  expiresAt: number;
}>;

/** Sessions by the id in the browser's cookie, of which the store has a digest. */
export type SessionDocuments = Collection<SessionDocument>;

const isSessionDocument = documentGuard<SessionDocument>({
  subject: { type: 'string' },
  generation: { type: 'number' },
  signedInAt: { type: 'number' },
  lastUsedAt: { type: 'number' },
  expiresAt: { type: 'number' },
});

/** The sessions at an issuer. */
export function sessionDocuments(storage: DocumentStorage, issuer: string): SessionDocuments {
  const expiresAt = (session: SessionDocument): number => session.expiresAt;
  return documentCollection(
    { name: 'session', issuer, isDocument: isSessionDocument, expiresAt },
    storage,
  );
}
