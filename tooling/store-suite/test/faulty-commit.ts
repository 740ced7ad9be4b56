import type { Change, CommitResult, StoredRecord } from '@oauth/core';
import { findRepeatedWrite, getRecordId } from '@oauth/store-kit';
import type { Fault } from './faults.js';
import type { FaultyRecords } from './faulty-records.js';
import { tick } from './tick.js';

/** The commits of a store with a fault. */
export class FaultyCommits {
  readonly #records: FaultyRecords;
  readonly #fault: Fault | undefined;
  readonly #nowMs: () => number;
  /** Ids of records that were updated. */
  readonly updated = new Set<string>();
  /** Records that commits have removed. */
  removedCount = 0;
  readonly #everTaken = new Set<string>();

  constructor(records: FaultyRecords, fault: Fault | undefined, nowMs: () => number) {
    this.#records = records;
    this.#fault = fault;
    this.#nowMs = nowMs;
  }

  async commit(changes: readonly Change[]): Promise<CommitResult> {
    const before = new Map(
      changes.map((change) => [getRecordId(change), this.#records.find(getRecordId(change))]),
    );
    await tick();
    const lost = this.#findLoser(changes);
    if (lost !== undefined) return this.#lose(changes, lost);
    if (this.#has('checks, then acts')) await tick();
    if (this.#has('takes milliseconds for seconds')) this.#dropExpired(this.#nowMs());
    for (const change of changes) this.#apply(change);
    if (this.#has('extends what it read')) this.#extendAgain(changes, before);
    return { committed: true };
  }

  #has(fault: Fault): boolean {
    return this.#fault === fault;
  }

  #findLoser(changes: readonly Change[]): string | undefined {
    const repeated = findRepeatedWrite(changes);
    if (repeated !== undefined && !this.#has('takes the second insert of a commit'))
      return repeated;
    const loser = changes.find((change) => !this.#canApply(change));
    return loser && getRecordId(loser);
  }

  /** Whether the stored record is what the change expects. */
  #canApply(change: Change): boolean {
    const stored = this.#records.find(getRecordId(change));
    switch (change.type) {
      case 'remove':
        return stored !== undefined || !this.#has('fails to remove twice');
      case 'extend':
        return stored !== undefined || this.#has('extends what is missing');
      case 'insert':
        return this.#canInsert(change.record, stored);
      case 'update':
        if (stored === undefined && this.#has('inserts on update')) return true;
        return stored?.version === change.record.version - 1 || this.#has('ignores versions');
    }
  }

  #canInsert(record: StoredRecord, stored: StoredRecord | undefined): boolean {
    if (this.#has('keeps ids taken') && this.#everTaken.has(record.id)) return false;
    if (stored === undefined || this.#has('replaces on insert')) return true;
    if (this.#has('throws at a taken id')) throw new Error('duplicate key');
    const isEqual = JSON.stringify(stored) === JSON.stringify(record);
    return isEqual && this.#has('takes an equal insert for its own');
  }

  #lose(changes: readonly Change[], lost: string): CommitResult {
    if (this.#has('applies changes until one loses'))
      for (const change of changes)
        if (this.#findLoser([change]) === undefined) this.#apply(change);
        else break;
    if (this.#has('stores what is beside a taken id'))
      for (const change of changes)
        if (change.type === 'insert' && this.#canApply(change)) this.#apply(change);
    return { committed: false, lost: this.#has('names the wrong loser') ? `${lost}?` : lost };
  }

  #apply(change: Change): void {
    if (change.type === 'remove') this.removedCount += Number(this.#records.delete(change.id));
    else if (change.type === 'extend') this.#extend(change.id, change.expiresAt);
    else this.#records.write(change.record);
    if (change.type === 'insert') this.#everTaken.add(change.record.id);
    if (change.type === 'update') this.updated.add(change.record.id);
  }

  #extend(id: string, expiresAt: number): void {
    const record = this.#records.find(id);
    if (record === undefined) return;
    const version = record.version + Number(this.#has('counts a version on extend'));
    if (record.expiresAt < expiresAt || this.#has('shortens on extend'))
      this.#records.write({ ...record, expiresAt, version });
  }

  /** Writes extended records as they were read before the commit. */
  #extendAgain(
    changes: readonly Change[],
    before: ReadonlyMap<string, StoredRecord | undefined>,
  ): void {
    for (const change of changes) {
      if (change.type !== 'extend') continue;
      const record = before.get(change.id);
      if (record && record.expiresAt < change.expiresAt)
        this.#records.write({ ...record, expiresAt: change.expiresAt });
    }
  }

  #dropExpired(now: number): void {
    for (const { id, expiresAt } of this.#records.all())
      if (expiresAt <= now) this.#records.delete(id);
  }
}
