import type { ListRequest, ListTarget, RecordPage, StoredRecord } from '@oauth/core';
import type { Fault } from './faults.js';
import type { FaultyRecords } from './faulty-records.js';
import { tick } from './tick.js';

/** The lists of a store with a fault. A position is the sort key of a record, as JSON. */
export class FaultyLists {
  readonly #records: FaultyRecords;
  readonly #fault: Fault | undefined;
  /** The position of the last page that was given. */
  #lastPosition = '';

  constructor(records: FaultyRecords, fault: Fault | undefined) {
    this.#records = records;
    this.#fault = fault;
  }

  async list(target: ListTarget, request: ListRequest): Promise<RecordPage> {
    await tick();
    const limit = this.#readLimit(request);
    const after = this.#readPosition(request);
    const owned = this.#findOwned(target);
    const listed = owned.filter((record) => this.#isListed(record, target, request.kind));
    const left = this.#has('lists by offset')
      ? listed.slice(Number(after) || 0)
      : listed.filter((record) => this.#getSortKey(record) > after);
    if (this.#has('lists all in one page')) return { records: left };
    if (this.#has('ends a list where nothing matches') && !this.#matchesAtOnce(owned, left, limit))
      return { records: [] };
    const records = left.slice(0, limit);
    this.#lastPosition = this.#getNextPosition(records, after);
    const hasMore = left.length > limit && !this.#has('lists one page');
    const next = hasMore ? JSON.stringify(this.#lastPosition) : undefined;
    return { records: this.#distort(records), next };
  }

  #has(fault: Fault): boolean {
    return this.#fault === fault;
  }

  #readLimit({ limit }: ListRequest): number {
    if (Number.isInteger(limit) && limit >= 1 && limit <= 1000) return limit;
    if (this.#has('takes any limit')) return 10;
    throw new RangeError('limit must be from 1 to 1000');
  }

  #readPosition({ after }: ListRequest): string {
    if (after === undefined) return '';
    if (this.#has('remembers the page it gave')) return this.#lastPosition;
    try {
      const position: unknown = JSON.parse(after);
      if (typeof position === 'string') return position;
    } catch {
      // Reported below.
    }
    if (this.#has('takes any position')) return '';
    throw new RangeError('after is no position');
  }

  /** All records of the target, of any kind and client, in the order of lists. */
  #findOwned(target: ListTarget): readonly StoredRecord[] {
    const records = this.#has('lists what is revoked')
      ? this.#records.allEver()
      : this.#records.all();
    const isOwned = (record: StoredRecord): boolean => this.#isOwned(record, target);
    const isUnknown = !records.some(isOwned);
    const listsAll = isUnknown && this.#has('lists everything of an unknown owner');
    const owned = listsAll ? records : records.filter(isOwned);
    const byKey = (one: StoredRecord, other: StoredRecord): number =>
      this.#getSortKey(one) < this.#getSortKey(other) ? -1 : 1;
    return [...owned].sort(byKey);
  }

  #isOwned({ subject, clientId, kind }: StoredRecord, target: ListTarget): boolean {
    if ('documents' in target) {
      const isDocument = clientId === '' || this.#has('lists tokens as documents');
      return isDocument && this.#isEqual(kind, target.documents);
    }
    if ('subject' in target) return this.#isEqual(subject, target.subject);
    const isClient = clientId !== '' || this.#has('lists documents as those of a client');
    return isClient && this.#isEqual(clientId, target.clientId);
  }

  #isListed(record: StoredRecord, target: ListTarget, kind: string | undefined): boolean {
    const isKind = kind === undefined || record.kind === kind;
    if (!isKind && !this.#has('ignores the kind of a list')) return false;
    if (!('subject' in target) || this.#has('ignores the client of a list')) return true;
    const { clientId = record.clientId } = target;
    return record.clientId === clientId;
  }

  #isEqual(one: string | undefined, other: string): boolean {
    return one === other || (this.#has('lists any case') && one?.toLowerCase() === other);
  }

  #getSortKey({ id, expiresAt }: StoredRecord): string {
    return this.#has('lists by expiry') ? `${String(expiresAt).padStart(20, '0')} ${id}` : id;
  }

  #getNextPosition(records: readonly StoredRecord[], after: string): string {
    if (this.#has('lists by offset')) return String((Number(after) || 0) + records.length);
    const last = records.at(-1);
    return last ? this.#getSortKey(last) : after;
  }

  /** Whether one of the first records of the target is listed. */
  #matchesAtOnce(
    owned: readonly StoredRecord[],
    listed: readonly StoredRecord[],
    limit: number,
  ): boolean {
    return owned.slice(0, limit).some((record) => listed.includes(record));
  }

  #distort(records: readonly StoredRecord[]): readonly StoredRecord[] {
    if (this.#has('lists one record twice')) return [...records, ...records.slice(-1)];
    if (this.#has('lists records as they were inserted'))
      return records.map((record) => this.#records.getFirst(record));
    return records;
  }
}
