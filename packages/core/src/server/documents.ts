import { sha256 } from '#crypto';
import type { ServerContext } from '../contract/server-context.js';
import { type Change, routeLength, type StoredRecord } from '../contract/store.js';
import type { JsonObject } from '../contract/types.js';
import { isJsonObject } from '../lib/json.js';
import { tokenError } from '../token/reasons.js';
import { replaceRecord } from '../token/record-changes.js';

/** Documents that a plugin keeps beside codes and tokens, by key. Keys rest as digests. */
export interface Documents<Document extends JsonObject> {
  /** The live document of a key. */
  find(key: string): Promise<Document | undefined>;
  /**
   * Stores a document where none lives: of any number of parallel calls one gets `true`. An expiry
   * that is not in the future stores nothing and returns `false`.
   */
  add(key: string, document: Document, expiresAt: number): Promise<boolean>;
  /**
   * Replaces the live document by what `change` makes of it, and resolves to that. `undefined`, or the
   * document itself, leaves all as it is. Where another change came first, `change` is called again.
   *
   * @param expiresAt epoch seconds; the document's own if left out
   * @throws OAuthError `temporarily_unavailable` when others change it again and again
   */
  update(
    key: string,
    change: (before: Document) => Document | undefined,
    expiresAt?: number,
  ): Promise<Document | undefined>;
  remove(key: string): Promise<void>;
  /**
   * Live documents of this kind, about `limit` of them, from `after` on (`next` of the page before).
   *
   * @throws TypeError when the store has no `list`
   */
  list(limit: number, after?: string): Promise<DocumentPage<Document>>;
}

/** Some of the documents of a kind. */
export interface DocumentPage<Document> {
  readonly documents: readonly Document[];
  /** Where the next page begins; `undefined` after the last. */
  readonly next: string | undefined;
}

/** What documents need of a server. */
export type DocumentHost = Pick<ServerContext, 'issuer' | 'store' | 'now'>;

/** Expiry of documents that do not expire: the last second that a Date can tell. */
export const neverExpires = 8_640_000_000_000;

/** How often a change of one document is tried: that many parallel changes all get their turn. */
const maxAttempts = 100;

/**
 * Documents of one kind: client registrations, sessions, pushed requests, the `jti` of what may be
 * used once. Each is a record of a grant of its own, so any store keeps them; another issuer on the
 * same store has others.
 *
 * @param kind the record kind; begin it with the plugin's name
 * @param isDocument tells documents from what else the store may hold, such as an older shape
 */
export function documents<Document extends JsonObject>(
  host: DocumentHost,
  kind: string,
  isDocument: (data: JsonObject) => data is Document,
): Documents<Document> {
  // With the issuer, since a store lists the documents of a kind for all issuers that share it.
  return new StoredDocuments(host, `document:${kind}@${host.issuer}`, isDocument);
}

class StoredDocuments<Document extends JsonObject> implements Documents<Document> {
  readonly #host: DocumentHost;
  readonly #kind: string;
  readonly #isDocument: (data: JsonObject) => data is Document;

  constructor(
    host: DocumentHost,
    kind: string,
    isDocument: (data: JsonObject) => data is Document,
  ) {
    this.#host = host;
    this.#kind = kind;
    this.#isDocument = isDocument;
  }

  async find(key: string): Promise<Document | undefined> {
    return this.#documentIn(await this.#read(await this.#idOf(key)));
  }

  async add(key: string, document: Document, expiresAt: number): Promise<boolean> {
    if (!(expiresAt > this.#host.now())) return false;
    const record = this.#createRecord(await this.#idOf(key), document, expiresAt);
    if (await this.#commit({ type: 'insert', record })) return true;
    const before = await this.#read(record.id);
    // Purged or removed since.
    if (before === undefined) return this.#commit({ type: 'insert', record });
    if (this.#isLive(before)) return false;
    return this.#commit(replaceRecord({ ...record, version: before.version }));
  }

  async update(
    key: string,
    change: (before: Document) => Document | undefined,
    expiresAt?: number,
  ): Promise<Document | undefined> {
    const id = await this.#idOf(key);
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const record = await this.#read(id);
      const before = this.#documentIn(record);
      if (record === undefined || before === undefined) return undefined;
      const changed = change(before);
      if (changed === undefined || changed === before) return changed;
      const next = this.#createRecord(id, changed, expiresAt ?? record.expiresAt);
      if (await this.#commit(replaceRecord({ ...next, version: record.version }))) return changed;
    }
    throw tokenError('store.contended');
  }

  async remove(key: string): Promise<void> {
    await this.#commit({ type: 'remove', id: await this.#idOf(key) });
  }

  async list(limit: number, after?: string): Promise<DocumentPage<Document>> {
    const { store } = this.#host;
    if (store.list === undefined) throw new TypeError('The store has no list: use one that has.');
    const page = await store.list({ documents: this.#kind }, { limit, after });
    const found: Document[] = [];
    for (const record of page.records) {
      const document = this.#documentIn(record);
      if (document !== undefined) found.push(document);
    }
    return { documents: found, next: page.next };
  }

  async #idOf(key: string): Promise<string> {
    return sha256(JSON.stringify([this.#host.issuer, this.#kind, key]));
  }

  async #read(id: string): Promise<StoredRecord | undefined> {
    return this.#host.store.get(id, { kind: this.#kind });
  }

  async #commit(change: Change): Promise<boolean> {
    return (await this.#host.store.commit([change])).committed;
  }

  #isLive(record: StoredRecord): boolean {
    return record.kind === this.#kind && record.expiresAt > this.#host.now();
  }

  #documentIn(record: StoredRecord | undefined): Document | undefined {
    const details = record && this.#isLive(record) ? record.data.details : undefined;
    return isJsonObject(details) && this.#isDocument(details) ? details : undefined;
  }

  /** Without client and subject: what is revoked for those leaves it alone. */
  #createRecord(id: string, details: Document, expiresAt: number): StoredRecord {
    const data = { scope: '', issuedAt: this.#host.now(), details };
    const grantId = id.slice(0, routeLength);
    return { id, version: 0, kind: this.#kind, grantId, clientId: '', expiresAt, data };
  }
}
