import type { StoredRecord } from '@oauth/core';

type Grant = StoredRecord | Map<string, StoredRecord>;

/** Records by grant. A grant of one record, the usual case, costs one map entry and nothing else. */
export class Records {
  readonly #grants = new Map<string, Grant>();
  /** A record's id begins with its grant's; how long that is depends on who makes the ids. */
  readonly #grantIdLengths: number[] = [];
  #walk = this.#grants.values();
  size = 0;

  get(grantId: string, id: string): StoredRecord | undefined {
    const grant = this.#grants.get(grantId);
    if (grant instanceof Map) return grant.get(id);
    return grant?.id === id ? grant : undefined;
  }

  find(id: string): StoredRecord | undefined {
    for (const length of this.#grantIdLengths) {
      const record = this.get(id.slice(0, length), id);
      if (record !== undefined) return record;
    }
    return undefined;
  }

  put(record: StoredRecord): void {
    const { id, grantId } = record;
    const grant = this.#grants.get(grantId);
    if (grant instanceof Map) {
      this.size -= grant.size;
      this.size += grant.set(id, record).size;
    } else if (grant?.id === id) {
      this.#grants.set(grantId, record);
    } else {
      this.#grants.set(grantId, grant ? new Map([[grant.id, grant]]).set(id, record) : record);
      this.size += 1;
      if (!this.#grantIdLengths.includes(grantId.length)) this.#grantIdLengths.push(grantId.length);
    }
  }

  delete({ id, grantId }: StoredRecord): void {
    const grant = this.#grants.get(grantId);
    const others = grant instanceof Map && grant.delete(id) && grant.size > 0;
    if (!others) this.#grants.delete(grantId);
    this.size -= 1;
  }

  /** The records of one grant, or all there are. */
  *all(grantId?: string): Generator<StoredRecord> {
    const grants = grantId === undefined ? this.#grants.values() : [this.#grants.get(grantId)];
    for (const grant of grants) {
      if (grant instanceof Map) yield* grant.values();
      else if (grant) yield grant;
    }
  }

  /**
   * Goes on with an endless walk for about so many records, and deletes up to `limit` of them that
   * expired at or before `now`, in epoch seconds. One more step than there are records is a round.
   */
  sweep(now: number, steps: number, limit: number): number {
    let deleted = 0;
    const visit = (record: StoredRecord): void => {
      if (record.expiresAt > now || deleted === limit) return;
      this.delete(record);
      deleted += 1;
    };
    for (let left = steps; left > 0 && deleted < limit;) {
      const grant = this.#walk.next().value;
      left -= grant instanceof Map ? grant.size : 1;
      if (grant === undefined) this.#walk = this.#grants.values();
      else if (grant instanceof Map) grant.forEach(visit);
      else visit(grant);
    }
    return deleted;
  }
}
