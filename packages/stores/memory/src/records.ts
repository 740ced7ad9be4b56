import type { StoredRecord } from '@oauth/core/plugin';

/** Records by grant, with an endless walk that drops expired ones a few steps at a time. */
export interface Records {
  readonly size: () => number;
  readonly get: (grantId: string, id: string) => StoredRecord | undefined;
  /** The same without the grant's id, with which the record's id begins. */
  readonly find: (id: string) => StoredRecord | undefined;
  /** Adds or replaces. */
  readonly put: (record: StoredRecord) => void;
  /** Deletes a record that is there. */
  readonly drop: (record: StoredRecord) => void;
  /** The records of one grant, or all there are. */
  readonly all: (grantId?: string) => Iterable<StoredRecord>;
  /**
   * Goes on with the walk for about so many records, and drops up to `limit` of them that expired
   * at or before `now`, in epoch seconds. One more step than there are records is a full round.
   */
  readonly sweep: (now: number, steps: number, limit: number) => number;
}

export function createRecords(): Records {
  /** A grant of one record, the usual case, costs one map entry and nothing else. */
  const grants = new Map<string, StoredRecord | Map<string, StoredRecord>>();
  /** How long grants' ids are depends on who makes them; core's all have one length. */
  const grantIdLengths = new Set<number>();
  let walk = grants.values();
  let size = 0;

  const get: Records['get'] = (grantId, id) => {
    const grant = grants.get(grantId);
    if (grant instanceof Map) return grant.get(id);
    return grant?.id === id ? grant : undefined;
  };

  const drop: Records['drop'] = ({ id, grantId }) => {
    const grant = grants.get(grantId);
    const others = grant instanceof Map && grant.delete(id) && grant.size > 0;
    if (!others) grants.delete(grantId);
    size -= 1;
  };

  return {
    size: () => size,
    get,
    drop,

    find(id) {
      for (const length of grantIdLengths) {
        const record = get(id.slice(0, length), id);
        if (record) return record;
      }
      return undefined;
    },

    put(record) {
      const { id, grantId } = record;
      const grant = grants.get(grantId);
      if (!get(grantId, id)) size += 1;
      if (grant instanceof Map) grant.set(id, record);
      else if (grant && grant.id !== id)
        grants.set(grantId, new Map([[grant.id, grant]]).set(id, record));
      else grants.set(grantId, record);
      grantIdLengths.add(grantId.length);
    },

    *all(grantId) {
      for (const grant of grantId === undefined ? grants.values() : [grants.get(grantId)]) {
        if (grant instanceof Map) yield* grant.values();
        else if (grant) yield grant;
      }
    },

    sweep(now, steps, limit) {
      let dropped = 0;
      const visit = (record: StoredRecord): void => {
        if (record.expiresAt > now || dropped === limit) return;
        drop(record);
        dropped += 1;
      };
      for (let left = steps; left > 0 && dropped < limit; left -= 1) {
        const grant = walk.next().value;
        if (!grant) walk = grants.values();
        else if (!(grant instanceof Map)) visit(grant);
        else {
          left -= grant.size - 1;
          grant.forEach(visit);
        }
      }
      return dropped;
    },
  };
}
