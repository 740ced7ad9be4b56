import { routeLength, type ListTarget, type StoredRecord } from '@oauth/core/plugin';
import { OwnerIndex } from './owner-index.js';
import { Slot } from './slot.js';

/** Records by route and by owner, with an endless walk that drops expired ones a few steps at a time. */
export class RecordMap {
  /** A route of one record, the usual case, needs no map of its own. */
  readonly #routes = new Map<string, Slot | Map<string, Slot>>();
  readonly #subjects = new OwnerIndex(({ subject }) => subject);
  readonly #clients = new OwnerIndex(({ clientId }) => (clientId === '' ? undefined : clientId));
  readonly #documents = new OwnerIndex(({ clientId, kind }) =>
    clientId === '' ? kind : undefined,
  );
  readonly #indexes = [this.#subjects, this.#clients, this.#documents] as const;
  #walk = this.#routes.values();
  #size = 0;
  #nextSerial = 0;

  get size(): number {
    return this.#size;
  }

  find(id: string): StoredRecord | undefined {
    return this.#findSlot(id)?.record;
  }

  /** The records of a grant. */
  findGrant(grantId: string): readonly StoredRecord[] {
    const slots = this.#routes.get(grantId.slice(0, routeLength));
    const all = slots instanceof Map ? [...slots.values()] : slots ? [slots] : [];
    return all.flatMap(({ record }) => (record?.grantId === grantId ? [record] : []));
  }

  /** Up to `count` slots of an owner by age, after the one of this serial if there is one. */
  findOwned(target: ListTarget, count: number, serial?: number): readonly Slot[] {
    if ('documents' in target) return this.#documents.slice(target.documents, count, serial);
    if ('subject' in target) return this.#subjects.slice(target.subject, count, serial);
    return this.#clients.slice(target.clientId, count, serial);
  }

  /** Adds or replaces a record. */
  put(record: StoredRecord): void {
    const slot = this.#findSlot(record.id);
    const before = slot?.record;
    if (slot === undefined || before === undefined) {
      this.#add(record);
      return;
    }
    slot.record = record;
    for (const index of this.#indexes) index.move(slot, before, record);
  }

  /** Deletes a record that is there. */
  drop(record: StoredRecord): void {
    const route = getRoute(record);
    const slots = this.#routes.get(route);
    const slot = this.#findSlot(record.id);
    const hasOthers = slots instanceof Map && slots.delete(record.id) && slots.size > 0;
    if (!hasOthers) this.#routes.delete(route);
    if (slot) slot.record = undefined;
    for (const index of this.#indexes) index.remove(record);
    this.#size -= 1;
  }

  /**
   * Continues the walk for about `steps` records, and drops up to `limit` of them that expired at or
   * before `now`, in epoch seconds. One step more than there are records is a full round.
   *
   * @returns how many were dropped
   */
  sweep(now: number, steps: number, limit: number): number {
    let dropped = 0;
    const visit = ({ record }: Slot): void => {
      if (record === undefined || record.expiresAt > now || dropped === limit) return;
      this.drop(record);
      dropped += 1;
    };
    for (let left = steps; left > 0 && dropped < limit; left -= 1) {
      const slots = this.#walk.next().value;
      if (!slots) this.#walk = this.#routes.values();
      else if (slots instanceof Slot) visit(slots);
      else {
        left -= slots.size - 1;
        slots.forEach(visit);
      }
    }
    return dropped;
  }

  #findSlot(id: string): Slot | undefined {
    const slots = this.#routes.get(id.slice(0, routeLength));
    if (slots instanceof Map) return slots.get(id);
    return slots?.record?.id === id ? slots : undefined;
  }

  #add(record: StoredRecord): void {
    const route = getRoute(record);
    const slot = new Slot(this.#nextSerial, record);
    this.#nextSerial += 1;
    this.#size += 1;
    const slots = this.#routes.get(route);
    if (slots instanceof Map) slots.set(record.id, slot);
    else if (slots?.record) {
      const both = new Map([[slots.record.id, slots]]);
      this.#routes.set(route, both.set(record.id, slot));
    } else this.#routes.set(route, slot);
    for (const index of this.#indexes) index.add(slot, record);
  }
}

/** A grant's id that is no longer than the route is the map's key itself, instead of a copy of it. */
function getRoute({ id, grantId }: StoredRecord): string {
  return grantId.length === routeLength ? grantId : id.slice(0, routeLength);
}
