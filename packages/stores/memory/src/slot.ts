import type { StoredRecord } from '@oauth/core/plugin';

/** Holds one record for as long as the store has it, through all its versions; empty afterwards. */
export class Slot {
  /** Tells slots apart, and orders them by their age. */
  readonly serial: number;
  record: StoredRecord | undefined;

  constructor(serial: number, record: StoredRecord) {
    this.serial = serial;
    this.record = record;
  }
}
