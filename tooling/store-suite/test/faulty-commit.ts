import type { Change, CommitResult, StoredRecord } from '@oauth/core';
import { getRecordId } from '@oauth/store-kit';
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
    const loser = changes.find(
      (change) => !canApply(change, this.#records.find(getRecordId(change)), this.#fault),
    );
    return loser && getRecordId(loser);
  }

  #lose(changes: readonly Change[], lost: string): CommitResult {
    if (this.#has('applies changes until one loses'))
      for (const change of changes)
        if (this.#findLoser([change]) === undefined) this.#apply(change);
        else break;
    return { committed: false, lost: this.#has('names the wrong loser') ? `${lost}?` : lost };
  }

  #apply(change: Change): void {
    if (change.type === 'remove') this.removedCount += Number(this.#records.delete(change.id));
    else if (change.type === 'extend') this.#extend(change.id, change.expiresAt);
    else this.#records.write(change.record);
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

/** Whether the stored record is what the change expects. */
function canApply(
  change: Change,
  stored: StoredRecord | undefined,
  fault: Fault | undefined,
): boolean {
  switch (change.type) {
    case 'remove':
      return stored !== undefined || fault !== 'fails to remove twice';
    case 'extend':
      return stored !== undefined || fault === 'extends what is missing';
    case 'insert':
      return stored === undefined || fault === 'replaces on insert';
    case 'update':
      if (stored === undefined && fault === 'inserts on update') return true;
      return stored?.version === change.record.version - 1 || fault === 'ignores versions';
  }
}
