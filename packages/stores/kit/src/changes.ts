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
