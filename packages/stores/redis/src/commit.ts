import type { Change, StoredRecord } from '@oauth/core/plugin';
import { getRecordId } from '@oauth/store-kit';
import { getPlace } from './partitions.js';
import { toValue } from './values.js';

/** Converts a change to the arguments of the commit script. */
export function toArguments(change: Change, grantId: string): readonly string[] {
  const { field } = getPlace(getRecordId(change), grantId);
  if ('record' in change) return [change.type, field, toValue(change.record)];
  return [change.type, field, change.type === 'extend' ? String(change.expiresAt) : ''];
}

/** The first record that the changes write. */
export function findRecord(changes: readonly Change[]): StoredRecord | undefined {
  for (const change of changes) if ('record' in change) return change.record;
  return undefined;
}

/** The latest expiry, in epoch seconds, that the changes give a record; 0 when they give none. */
export function getLatestExpiry(changes: readonly Change[]): number {
  return changes.reduce((latest, change) => {
    if (change.type === 'remove') return latest;
    return Math.max(latest, 'record' in change ? change.record.expiresAt : change.expiresAt);
  }, 0);
}
