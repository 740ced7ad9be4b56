import type { Documents, JsonObject } from '@oauth/core/plugin';
import { appError } from '../reasons.js';

/** As many requests that add and remove one document at once all succeed. */
const maxAttempts = 100;

/** What becomes of a document. */
export interface DocumentChange<Document> {
  /** Gets the live document; `undefined` where there is none. */
  readonly change: (current: Document | undefined) => Document;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/**
 * Updates the document of a key, or adds it; resolves to the stored document. Where another request
 * has stored a change meanwhile, `change` is called again, so that no change is lost.
 *
 * @throws OAuthError `temporarily_unavailable`
 */
export async function addOrUpdate<Document extends JsonObject>(
  documents: Documents<Document>,
  key: string,
  { change, expiresAt }: DocumentChange<Document>,
): Promise<Document> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const updated = await documents.update(key, change, expiresAt);
    if (updated !== undefined) return updated;
    const added = change(undefined);
    if (await documents.add(key, added, expiresAt)) return added;
  }
  throw appError('document.contended');
}
