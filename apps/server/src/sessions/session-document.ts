import { type DocumentHost, documents, type Documents } from '@oauth/core/plugin';
import { documentGuard } from '../documents/document-guard.js';

/** A session at rest. Times are epoch seconds. */
export type SessionDocument = Readonly<{
  subject: string;
  /** The user's generation at sign-in; a session of an older generation is over. */
  generation: number;
  signedInAt: number;
  lastUsedAt: number;
}>;

const isSessionDocument = documentGuard<SessionDocument>({
  subject: { type: 'string' },
  generation: { type: 'number' },
  signedInAt: { type: 'number' },
  lastUsedAt: { type: 'number' },
});

/** The sessions at the host's issuer, by the id in the browser's cookie. */
export function sessionDocuments(host: DocumentHost): Documents<SessionDocument> {
  return documents(host, 'app-server.session', isSessionDocument);
}
