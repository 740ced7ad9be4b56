import type { StoredRecord } from '@oauth/core';

type Grant = StoredRecord | Map<string, StoredRecord>;

/** Records by grant. A grant of one record, the usual case, costs one map entry and nothing else. */
export class Records {
  readonly #grants = new Map<string, Grant>();
  /** A record's id begins with its grant's; how long that is depends on who makes the ids. */
  readonly #grantIdLengths: number[] = [];
  #walk = this.all();
  size = 0;

  find(id: string): StoredRecord | undefined {
    for (const length of this.#grantIdLengths) {
      const record = this.get(id.slice(0, length), id);
      if (record !== undefined) return record;
    }
    return undefined;
  }

  get(grantId: string, id: string): StoredRecord | undefined {
    const grant = this.#grants.get(grantId);
    if (grant instanceof Map) return grant.get(id);
    return grant?.id === id ? grant : undefined;
  }

  add(record: StoredRecord): void {
    const { id, grantId } = record;
    const grant = this.#grants.get(grantId);
    this.size += 1;
    if (grant instanceof Map) grant.set(id, record);
    else if (grant !== undefined) this.#grants.set(grantId, both(grant, record));
    else {
      this.#grants.set(grantId, record);
      if (!this.#grantIdLengths.includes(grantId.length)) this.#grantIdLengths.push(grantId.length);
    }
  }

  replace(record: StoredRecord): void {
    const grant = this.#grants.get(record.grantId);
    if (grant instanceof Map) grant.set(record.id, record);
    else this.#grants.set(record.grantId, record);
  }

  delete({ id, grantId }: StoredRecord): void {
    const grant = this.#grants.get(grantId);
    if (grant instanceof Map) grant.delete(id);
    if (!(grant instanceof Map) || grant.size === 0) this.#grants.delete(grantId);
    this.size -= 1;
  }

  ofGrant(grantId: string): Iterable<StoredRecord> {
    const grant = this.#grants.get(grantId);
    if (grant === undefined) return [];
    return grant instanceof Map ? grant.values() : [grant];
  }

  /** Every record; those that are deleted on the way are not met. */
  *all(): Generator<StoredRecord, undefined> {
    for (const grant of this.#grants.values()) {
      if (grant instanceof Map) yield* grant.values();
      else yield grant;
    }
    return undefined;
  }

  /**
   * Goes on with an endless walk through all records for so many steps, and deletes up to `limit`
   * that expired at or before `now`, in epoch seconds.
   */
  sweep(now: number, steps: number, limit: number): number {
    let deleted = 0;
    for (let step = 0; step < steps && deleted < limit; step += 1) {
      const record = this.#walk.next().value;
      if (record === undefined) this.#walk = this.all();
      else if (record.expiresAt <= now) {
        this.delete(record);
        deleted += 1;
      }
    }
    return deleted;
  }
}

function both(a: StoredRecord, b: StoredRecord): Grant {
  return new Map([
    [a.id, a],
    [b.id, b],
  ]);
}
