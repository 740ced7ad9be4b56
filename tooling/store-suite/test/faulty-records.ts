import type { ReadHint, StoredRecord } from '@oauth/core';
import type { Fault } from './faults.js';
import { damageRecord, toKey } from './faulty-values.js';

const sharedRecords = new Map<string, StoredRecord>();

/** The records of a store with a fault, as far as the fault is in how single records are kept. */
export class FaultyRecords {
  readonly #fault: Fault | undefined;
  readonly #now: () => number;
  readonly #records: Map<string, StoredRecord>;
  readonly #plain: Record<string, StoredRecord> = {};
  readonly #first = new Map<string, StoredRecord>();
  readonly #writtenAt = new Map<string, number>();
  readonly #damaged = new Set<string>();
  readonly #foundStale = new Map<string, StoredRecord | undefined>();

  /** @param now epoch seconds */
  constructor(fault: Fault | undefined, now: () => number) {
    this.#fault = fault;
    this.#now = now;
    this.#records =
      fault === 'has one map for all stores' ? sharedRecords : new Map<string, StoredRecord>();
  }

  /** The stored record, for the store's own use. */
  find(id: string): StoredRecord | undefined {
    if (this.#fault === 'keeps records in a plain object') return this.#plain[id];
    return this.#records.get(toKey(id, this.#fault));
  }

  /** The record as a caller of the store reads it. */
  read(id: string, hint?: ReadHint): StoredRecord | undefined {
    if (this.#fault === 'fails at long ids' && id.length > 1000)
      throw new Error('The id is too long.');
    if (this.#fault === 'finds nothing with a hint' && hint !== undefined) return undefined;
    if (this.#foundStale.has(id)) return this.#foundStale.get(id);
    const record = this.find(id);
    if (this.#fault === 'keeps what a stale read has found' && hint?.stale === true)
      this.#foundStale.set(id, record);
    return record && this.#distort(id, record);
  }

  write(record: StoredRecord): void {
    const { id, clientId } = record;
    if (this.#fault === 'drops what has no client' && clientId === '') return;
    if (!this.#first.has(id)) this.#first.set(id, record);
    this.#plain[id] = record;
    this.#writtenAt.set(id, this.#now());
    this.#records.set(toKey(id, this.#fault), damageRecord(record, this.#fault));
  }

  /** Returns whether there was a record. */
  delete(id: string): boolean {
    Reflect.deleteProperty(this.#plain, id);
    return this.#records.delete(toKey(id, this.#fault));
  }

  all(): readonly StoredRecord[] {
    return [...this.#records.values()];
  }

  /** All that was ever written, as it was written first. */
  allEver(): readonly StoredRecord[] {
    return [...this.#first.values()];
  }

  /** The record as it was first written. */
  getFirst(record: StoredRecord): StoredRecord {
    return this.#first.get(record.id) ?? record;
  }

  /** Makes the row of the record one that is no record. */
  damage(id: string): void {
    this.#damaged.add(id);
  }

  #distort(id: string, record: StoredRecord): StoredRecord | undefined {
    const { expiresAt } = record;
    if (this.#damaged.has(id)) {
      if (this.#fault !== 'takes any row for a record') throw new Error('The row is no record.');
      return { ...record, data: { scope: '', issuedAt: 0 } };
    }
    const age = this.#now() - (this.#writtenAt.get(id) ?? 0);
    if (this.#fault === 'keeps lifetimes') return { ...record, expiresAt: expiresAt + age };
    if (this.#fault === 'keeps what is read alive')
      this.write({ ...record, expiresAt: expiresAt + 1 });
    return this.find(id);
  }
}
