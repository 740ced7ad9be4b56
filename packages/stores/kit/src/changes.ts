import type { Change } from '@oauth/core/plugin';

/** A change that loses unless its record is stored. */
export type Guard = Extract<Change, { readonly type: 'update' | 'extend' }>;

/** The id of the record that a change concerns. */
export function getRecordId(change: Change): string {
  return 'record' in change ? change.record.id : change.id;
}

/** Whether the change loses unless its record is stored. */
export function isGuard(change: Change): change is Guard {
  return change.type === 'update' || change.type === 'extend';
}

/**
 * The id that one commit inserts or updates twice: the second write finds the id taken, or another
 * version than it expects, so that the commit loses on every store.
 */
export function findRepeatedWrite(changes: readonly Change[]): string | undefined {
  // Commits are short, and a Set for each would cost more.
  const repeated = changes.find(
    (change, index) =>
      'record' in change &&
      changes.findIndex((other) => 'record' in other && other.record.id === change.record.id) <
        index,
  );
  return repeated && getRecordId(repeated);
}
