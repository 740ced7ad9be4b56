import { insert, spend, update, type RecordMaker } from '../record-maker.js';
import { committed } from './results.js';
import type { Suite } from './suite.js';

/** Makes the record of a document: it has no client and, unless it is given one, no subject. */
export function newDocument(
  newRecord: RecordMaker,
  kind: string,
  subject?: string,
): ReturnType<RecordMaker> {
  return newRecord({ kind, clientId: '', subject });
}

/** Records without a client are documents: no revocation of a client covers them. */
export function documentCases(suite: Suite): void {
  suite.describe('documents', () => {
    storedDocumentCase(suite);
    revokedClientCase(suite);
    revokedSubjectCase(suite);
  });
}

function storedDocumentCase({ expect, defineCase }: Suite): void {
  defineCase('are stored, updated and removed like any record', async ({ store, newRecord }) => {
    const document = newDocument(newRecord, 'document:user');
    expect(await store.commit([insert(document)])).toEqual(committed);
    expect(await store.get(document.id)).toEqual(document);
    expect(await store.commit([update(spend(document))])).toEqual(committed);
    expect(await store.get(document.id)).toEqual(spend(document));
    expect(await store.commit([{ type: 'remove', id: document.id }])).toEqual(committed);
    expect(await store.get(document.id)).toBe(undefined);
  });
}

function revokedClientCase({ expect, defineCase }: Suite): void {
  defineCase('stay when a client is revoked, even one without a name', async (fixture) => {
    const { store, newRecord } = fixture;
    const document = newDocument(newRecord, 'document:user', 'alice');
    const token = newRecord({ clientId: 'document:user' });
    await store.commit([insert(document)]);
    await store.commit([insert(token)]);
    expect(await store.revoke({ clientId: '' })).toBe(0);
    expect(await store.revoke({ subject: 'alice', clientId: '' })).toBe(0);
    expect(await store.revoke({ clientId: 'document:user' })).toBe(1);
    expect(await store.get(document.id)).toEqual(document);
  });
}

function revokedSubjectCase({ expect, defineCase }: Suite): void {
  defineCase('go with their subject and with their grant', async ({ store, newRecord }) => {
    const owned = newDocument(newRecord, 'document:session', 'alice');
    const free = newDocument(newRecord, 'document:session');
    await store.commit([insert(owned)]);
    await store.commit([insert(free)]);
    expect(await store.revoke({ subject: 'alice' })).toBe(1);
    expect(await store.get(owned.id)).toBe(undefined);
    expect(await store.get(free.id)).toEqual(free);
    expect(await store.revoke({ grantId: free.grantId })).toBe(1);
  });
}
