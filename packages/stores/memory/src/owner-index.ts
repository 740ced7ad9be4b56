import type { StoredRecord } from '@oauth/core/plugin';
import type { Slot } from './slot.js';

/** Unused slots that a page may pass over, at most. */
const maxUnused = 1000;

/** The slots of an owner by age, among them some that are empty or another's by now. */
interface SlotList {
  slots: Slot[];
  unusedCount: number;
}

/** Which records each owner has: each subject, client, or kind of documents. */
export class OwnerIndex {
  readonly #getOwner: (record: StoredRecord) => string | undefined;
  /** An owner of one record, as many subjects are, costs one map entry and nothing else. */
  readonly #lists = new Map<string, Slot | SlotList>();

  constructor(getOwner: (record: StoredRecord) => string | undefined) {
    this.#getOwner = getOwner;
  }

  /** Adds the slot of a record to the list of its owner, if it has one. */
  add(slot: Slot, record: StoredRecord): void {
    const owner = this.#getOwner(record);
    if (owner === undefined) return;
    const list = this.#lists.get(owner);
    if (list === undefined) this.#lists.set(owner, slot);
    else if ('serial' in list) {
      const slots = list.serial < slot.serial ? [list, slot] : [slot, list];
      if (list !== slot) this.#lists.set(owner, { slots, unusedCount: 0 });
    } else addBySerial(list, slot);
  }

  /** Notes that a slot no longer holds this record, nor another of the same owner. */
  remove(record: StoredRecord): void {
    const owner = this.#getOwner(record);
    const list = owner === undefined ? undefined : this.#lists.get(owner);
    if (owner === undefined || list === undefined) return;
    if ('serial' in list) this.#lists.delete(owner);
    else {
      list.unusedCount += 1;
      if (list.unusedCount * 2 > list.slots.length) this.#dropUnused(owner, list);
    }
  }

  /** Moves the slot whose record was replaced to the list of its new owner, if that is another. */
  move(slot: Slot, before: StoredRecord, record: StoredRecord): void {
    if (this.#getOwner(before) === this.#getOwner(record)) return;
    this.remove(before);
    this.add(slot, record);
  }

  /** Up to `count` slots of an owner that are newer than the one of this serial, or the oldest ones. */
  slice(owner: string, count: number, serial = -1): readonly Slot[] {
    const list = this.#lists.get(owner);
    if (list === undefined) return [];
    if ('serial' in list) return list.serial > serial ? [list] : [];
    if (list.unusedCount > maxUnused) this.#dropUnused(owner, list);
    const found: Slot[] = [];
    for (let place = findPlace(list.slots, serial + 1); found.length < count; place += 1) {
      const slot = list.slots[place];
      if (slot === undefined) break;
      if (this.#isUsed(slot, owner)) found.push(slot);
    }
    return found;
  }

  #isUsed({ record }: Slot, owner: string): boolean {
    return record !== undefined && this.#getOwner(record) === owner;
  }

  #dropUnused(owner: string, list: SlotList): void {
    list.slots = list.slots.filter((slot) => this.#isUsed(slot, owner));
    list.unusedCount = 0;
    if (list.slots.length === 0) this.#lists.delete(owner);
  }
}

/** Adds a slot where its age puts it. It may be there already, unused since it was another's. */
function addBySerial(list: SlotList, slot: Slot): void {
  const { slots } = list;
  const place = findPlace(slots, slot.serial);
  if (slots[place] === slot) list.unusedCount -= 1;
  else if (place === slots.length) slots.push(slot);
  else slots.splice(place, 0, slot);
}

/** The index of the first slot whose serial is not before this one; the length when there is none. */
function findPlace(slots: readonly Slot[], serial: number): number {
  // New slots go to the end.
  if ((slots.at(-1)?.serial ?? -1) < serial) return slots.length;
  let [low, high] = [0, slots.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((slots[middle]?.serial ?? Infinity) < serial) low = middle + 1;
    else high = middle;
  }
  return low;
}
